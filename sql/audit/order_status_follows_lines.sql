-- An order's status is what its lines make it. Lines that were cancelled or returned are gone: all
-- gone is REFUNDED (CANCELLED where it was never paid); the rest all CONFIRMED is COMPLETED; else some
-- gone is PARTIALLY_CANCELLED and none is PAID.
SELECT order_id, status, status_by_lines, lines
FROM (SELECT o.order_id, o.status, array_agg(i.status ORDER BY i.position) AS lines,
             CASE WHEN bool_and(i.status = 'PENDING_PAYMENT') THEN 'PENDING_PAYMENT'
                  WHEN bool_and(i.status = 'FAILED') THEN 'FAILED'
                  WHEN bool_or(i.status IN ('PENDING_PAYMENT', 'FAILED')) THEN 'no status fits'
                  WHEN bool_and(i.status IN ('CANCELLED', 'RETURNED'))
                       THEN CASE WHEN EXISTS (SELECT FROM payment p
                                              WHERE p.order_id = o.order_id AND p.completes_order)
                                 THEN 'REFUNDED' ELSE 'CANCELLED' END
                  WHEN bool_and(i.status IN ('CANCELLED', 'RETURNED', 'CONFIRMED')) THEN 'COMPLETED'
                  WHEN bool_or(i.status IN ('CANCELLED', 'RETURNED')) THEN 'PARTIALLY_CANCELLED'
                  ELSE 'PAID' END AS status_by_lines
      FROM orders o JOIN order_item i USING (order_id)
      GROUP BY o.order_id) o
WHERE status <> status_by_lines
