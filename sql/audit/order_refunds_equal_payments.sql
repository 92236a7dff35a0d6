-- What an order says was refunded is what the payment that completed it gave back, and that is what
-- its cancelled and returned lines cost, plus at most their sellers' shipping fees.
SELECT o.order_id, o.refunded, coalesce(p.refunded, 0) AS refunded_by_payment, l.lines, l.fees
FROM orders o
LEFT JOIN payment p ON p.order_id = o.order_id AND p.completes_order
LEFT JOIN (SELECT i.order_id, sum(i.line_total - i.discount_piece) AS lines,
                  sum(i.shipping_fee) AS fees
           FROM order_item i
           WHERE i.status IN ('CANCELLED', 'RETURNED')
           GROUP BY i.order_id) l ON l.order_id = o.order_id
WHERE o.refunded <> coalesce(p.refunded, 0)
   OR (p.payment_id IS NOT NULL
       AND o.refunded NOT BETWEEN coalesce(l.lines, 0) AND coalesce(l.lines, 0) + o.shipping_fee)
