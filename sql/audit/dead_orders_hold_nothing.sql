-- An order that is not pending holds no stock and has no end of its waiting; one that failed or was
-- cancelled unpaid has moved nothing in the end.
SELECT o.order_id, o.status, sum(e.reserved_delta) AS held, sum(e.on_hand_delta) AS moved, o.expires_at
FROM orders o LEFT JOIN stock_entry e USING (order_id)
WHERE o.status <> 'PENDING_PAYMENT'
GROUP BY o.order_id
HAVING sum(e.reserved_delta) <> 0
    OR o.expires_at IS NOT NULL
    OR (o.status IN ('FAILED', 'CANCELLED') AND sum(e.on_hand_delta) <> 0)
