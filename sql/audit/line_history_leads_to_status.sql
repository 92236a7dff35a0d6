-- A line's history starts from nothing, each event where the one before it ended, and ends in the
-- line's status.
SELECT i.item_id, e.event_id, i.status, e.before, e.from_status, e.to_status
FROM order_item i
LEFT JOIN (SELECT e.*, lag(to_status) OVER history AS before,
                  row_number() OVER (PARTITION BY item_id ORDER BY event_id DESC) = 1 AS is_last
           FROM order_item_event e
           WINDOW history AS (PARTITION BY item_id ORDER BY event_id)) e USING (item_id)
WHERE e.event_id IS NULL
   OR e.from_status IS DISTINCT FROM e.before
   OR (e.is_last AND e.to_status <> i.status)
