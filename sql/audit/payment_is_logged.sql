-- Every attempt to pay is in the log.
SELECT payment_id, order_id, status FROM payment p
WHERE NOT EXISTS (SELECT FROM payment_log l WHERE l.payment_id = p.payment_id)
