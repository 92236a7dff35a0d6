-- What metrics tell of the shop at the moment. Nothing here reads what is over and done.

--: figure_events
SELECT destination, state, count(*) AS waiting, min(created_at) AS oldest
FROM event_out WHERE state <> 'DELIVERED' GROUP BY destination, state ORDER BY destination, state;

--: figure_orders_pending
SELECT count(*) FROM orders WHERE status = 'PENDING_PAYMENT';
