-- What an order says was refunded is what the payment that completed it gave back. That, with what is
-- promised and on its way, is exactly what its lines cost that were cancelled or returned or are on
-- their way there, plus the shipping fees of sellers all of whose lines go before dispatch.
SELECT o.order_id, o.refunded, coalesce(p.refunded, 0) AS refunded_by_payment, r.promised, l.lines, l.fees
FROM orders o
LEFT JOIN payment p ON p.order_id = o.order_id AND p.completes_order
LEFT JOIN (SELECT payment_id, sum(amount) AS promised FROM refund
           WHERE status <> 'DONE' GROUP BY payment_id) r USING (payment_id)
LEFT JOIN (SELECT s.order_id, sum(s.lines) AS lines, sum(s.fee) FILTER (WHERE s.all_cancelled) AS fees
           FROM (SELECT i.order_id,
                        sum(i.line_total - i.discount_piece) FILTER (WHERE i.status IN ('CANCELLED', 'RETURNED')
                                                                        OR t.item_id IS NOT NULL) AS lines,
                        sum(i.shipping_fee) AS fee,
                        bool_and(i.status IN ('CANCELLED', 'CANCEL_PROCESSING')) AS all_cancelled
                 FROM order_item i LEFT JOIN refund_item t USING (item_id)
                 GROUP BY i.order_id, i.seller_id) s
           GROUP BY s.order_id) l ON l.order_id = o.order_id
WHERE o.refunded <> coalesce(p.refunded, 0)
   OR (p.payment_id IS NOT NULL
       AND o.refunded + coalesce(r.promised, 0) <> coalesce(l.lines, 0) + coalesce(l.fees, 0))
