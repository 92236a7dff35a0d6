-- An event tells of an order that is there and of what really became of it: paid ones were paid,
-- cancelled ones ended unpaid.
SELECT e.id, e.type, e.aggregateid, o.status
FROM event_out e LEFT JOIN orders o ON o.order_no = e.aggregateid
WHERE o.order_id IS NULL
   OR (o.status IN ('CANCELLED', 'FAILED')) <> (e.type = 'order.cancelled')
   OR o.status = 'PENDING_PAYMENT'
