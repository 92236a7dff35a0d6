-- What an order says was refunded is what the payment that completed it gave back, and that is exactly
-- what its cancelled and returned lines cost, plus the shipping fees of sellers all of whose lines were
-- cancelled before dispatch.
SELECT o.order_id, o.refunded, coalesce(p.refunded, 0) AS refunded_by_payment, l.lines, l.fees
FROM orders o
LEFT JOIN payment p ON p.order_id = o.order_id AND p.completes_order
LEFT JOIN (SELECT s.order_id, sum(s.lines) AS lines, sum(s.fee) FILTER (WHERE s.all_cancelled) AS fees
           FROM (SELECT order_id, sum(line_total - discount_piece) FILTER (WHERE status IN ('CANCELLED', 'RETURNED')) AS lines,
                        sum(shipping_fee) AS fee, bool_and(status = 'CANCELLED') AS all_cancelled
                 FROM order_item
                 GROUP BY order_id, seller_id) s
           GROUP BY s.order_id) l ON l.order_id = o.order_id
WHERE o.refunded <> coalesce(p.refunded, 0)
   OR (p.payment_id IS NOT NULL AND o.refunded <> coalesce(l.lines, 0) + coalesce(l.fees, 0))
