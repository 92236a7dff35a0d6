-- A category's number is how many products on sale it has.
SELECT category, c.products, coalesce(p.products, 0) AS products_on_sale
FROM category c
FULL JOIN (SELECT category, count(*) AS products FROM product
           WHERE status = 'ON_SALE' GROUP BY category) p USING (category)
WHERE coalesce(c.products, 0) <> coalesce(p.products, 0)
