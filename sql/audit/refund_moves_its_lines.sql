-- A refund for lines has lines, all of the order that its payment paid; they wait while it is under way
-- or has failed, and are gone once it is done. A line that is being cancelled waits for a refund. One
-- that gives a payment back as a whole has no lines.
SELECT r.refund_id, r.kind, r.status, i.item_id, i.status AS line_status
FROM refund r
JOIN payment p USING (payment_id)
LEFT JOIN refund_item t USING (refund_id)
LEFT JOIN order_item i USING (item_id)
WHERE (r.kind = 'CLAIM') <> (t.item_id IS NOT NULL)
   OR (r.kind = 'CLAIM') <> p.completes_order
   OR i.order_id <> p.order_id
   OR i.status NOT IN (CASE r.status WHEN 'DONE' THEN 'CANCELLED' ELSE 'CANCEL_PROCESSING' END,
                       CASE r.status WHEN 'DONE' THEN 'RETURNED' ELSE 'RETURN_PROCESSING' END)
UNION ALL
SELECT NULL, NULL, NULL, i.item_id, i.status
FROM order_item i
WHERE i.status = 'CANCEL_PROCESSING'
  AND NOT EXISTS (SELECT FROM refund_item t JOIN refund r USING (refund_id)
                  WHERE t.item_id = i.item_id AND r.status <> 'DONE')
