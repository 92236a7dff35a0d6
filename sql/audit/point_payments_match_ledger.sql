-- Points that orders took and gave back stand in their buyer's ledger, won for won: of each order,
-- payments by POINT and the ledger name the same sums and the same member.
SELECT order_id, o.member_id, p.paid, p.refunded, l.member_id AS ledger_member_id, l.taken, l.given_back
FROM (SELECT order_id, sum(amount) AS paid, sum(refunded) AS refunded FROM payment
      WHERE method = 'POINT' AND status IN ('APPROVED', 'PARTIALLY_REFUNDED', 'REFUNDED')
      GROUP BY order_id) p
FULL JOIN (SELECT order_id, member_id,
                  -coalesce(sum(amount) FILTER (WHERE kind = 'ORDER_PAYMENT'), 0) AS taken,
                  coalesce(sum(amount) FILTER (WHERE kind = 'REFUND'), 0) AS given_back
           FROM point_entry WHERE order_id IS NOT NULL
           GROUP BY order_id, member_id) l USING (order_id)
LEFT JOIN orders o USING (order_id)
WHERE coalesce(p.paid, 0) <> coalesce(l.taken, 0)
   OR coalesce(p.refunded, 0) <> coalesce(l.given_back, 0)
   OR l.member_id <> o.member_id
   OR o.order_id IS NULL
