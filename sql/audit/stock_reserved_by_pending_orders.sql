-- What is reserved of a product is what pending orders hold of it.
SELECT product_id, k.reserved, coalesce(p.quantity, 0) AS held
FROM stock k
FULL JOIN (SELECT i.product_id, sum(i.quantity) AS quantity
           FROM orders o JOIN order_item i USING (order_id)
           WHERE o.status = 'PENDING_PAYMENT' AND i.status = 'PENDING_PAYMENT'
           GROUP BY i.product_id) p USING (product_id)
WHERE k.reserved IS DISTINCT FROM coalesce(p.quantity, 0)
