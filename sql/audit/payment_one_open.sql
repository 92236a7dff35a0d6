-- An order has at most one payment under way.
SELECT order_id, count(*) AS open_payments FROM payment
WHERE status = 'PENDING'
GROUP BY order_id HAVING count(*) > 1
