-- A paid order has exactly one payment that completed it, of its payable amount; an order that was
-- never paid (pending, failed, cancelled) has none.
SELECT o.order_id, o.status, o.payable, count(p.payment_id) AS payments, sum(p.amount) AS amount
FROM orders o LEFT JOIN payment p ON p.order_id = o.order_id AND p.completes_order
GROUP BY o.order_id
HAVING CASE WHEN o.status IN ('PENDING_PAYMENT', 'FAILED', 'CANCELLED') THEN count(p.payment_id) <> 0
            ELSE count(p.payment_id) <> 1
                 OR sum(p.amount) <> o.payable
                 OR bool_or(p.status NOT IN ('APPROVED', 'PARTIALLY_REFUNDED', 'REFUNDED'))
       END
