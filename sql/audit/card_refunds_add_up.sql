-- What a card payment gave back is the sum of its refunds that are done; with those still under way or
-- failed it is never more than was paid. Only money that came by card goes back that way.
SELECT p.payment_id, p.method, p.amount, p.refunded, r.done, r.wanted
FROM payment p
LEFT JOIN (SELECT payment_id, sum(amount) FILTER (WHERE status = 'DONE') AS done, sum(amount) AS wanted
           FROM refund GROUP BY payment_id) r USING (payment_id)
WHERE CASE WHEN p.method = 'CARD' THEN p.refunded <> coalesce(r.done, 0) OR r.wanted > p.amount
           ELSE r.payment_id IS NOT NULL END
