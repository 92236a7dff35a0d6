-- Every product has its stock and its place in the popular list, which names its category while it is
-- on sale and only then.
SELECT p.product_id, p.status, p.category, r.category AS listed_in,
       k.product_id IS NOT NULL AS has_stock, r.product_id IS NOT NULL AS has_place
FROM product p
LEFT JOIN stock k USING (product_id)
LEFT JOIN product_popularity r USING (product_id)
WHERE k.product_id IS NULL
   OR r.product_id IS NULL
   OR r.category IS DISTINCT FROM CASE WHEN p.status = 'ON_SALE' THEN p.category END
