--: product_list_newest
-- Lists of products on sale, a page of at most $1. LIMIT stands before the join with the card, so
-- that only the page's rows are joined; the constant LIMIT inside tells the planner how few they are
-- (a generic plan knows nothing of $1). The key and id of the last row shown lead to the next page.
SELECT c.*, c.product_id AS sort_key
FROM (SELECT product_id FROM (
          SELECT product_id FROM product
          WHERE status = 'ON_SALE' AND product_id < $3 AND $2::bigint IS NOT NULL
          ORDER BY product_id DESC LIMIT 101) nearest LIMIT $1) page
JOIN product_card c USING (product_id)
ORDER BY c.product_id DESC;

--: product_list_price_asc
SELECT c.*, c.final_price AS sort_key
FROM (SELECT product_id FROM (
          SELECT product_id FROM product
          WHERE status = 'ON_SALE' AND (final_price, product_id) > ($2, $3)
          ORDER BY final_price, product_id LIMIT 101) nearest LIMIT $1) page
JOIN product_card c USING (product_id)
ORDER BY c.final_price, c.product_id;

--: product_list_price_desc
SELECT c.*, c.final_price AS sort_key
FROM (SELECT product_id FROM (
          SELECT product_id FROM product
          WHERE status = 'ON_SALE' AND (final_price, product_id) < ($2, $3)
          ORDER BY final_price DESC, product_id DESC LIMIT 101) nearest LIMIT $1) page
JOIN product_card c USING (product_id)
ORDER BY c.final_price DESC, c.product_id DESC;

--: product_list_popular
SELECT c.*, c.sold AS sort_key
FROM (SELECT product_id FROM (
          SELECT product_id FROM product_popularity
          WHERE category IS NOT NULL AND (sold, product_id) < ($2, $3)
          ORDER BY sold DESC, product_id DESC LIMIT 101) nearest LIMIT $1) page
JOIN product_card c USING (product_id)
ORDER BY c.sold DESC, c.product_id DESC;

--: product_category_newest
SELECT c.*, c.product_id AS sort_key
FROM (SELECT product_id FROM (
          SELECT product_id FROM product
          WHERE status = 'ON_SALE' AND category = $4 AND product_id < $3 AND $2::bigint IS NOT NULL
          ORDER BY product_id DESC LIMIT 101) nearest LIMIT $1) page
JOIN product_card c USING (product_id)
ORDER BY c.product_id DESC;

--: product_category_price_asc
SELECT c.*, c.final_price AS sort_key
FROM (SELECT product_id FROM (
          SELECT product_id FROM product
          WHERE status = 'ON_SALE' AND category = $4 AND (final_price, product_id) > ($2, $3)
          ORDER BY final_price, product_id LIMIT 101) nearest LIMIT $1) page
JOIN product_card c USING (product_id)
ORDER BY c.final_price, c.product_id;

--: product_category_price_desc
SELECT c.*, c.final_price AS sort_key
FROM (SELECT product_id FROM (
          SELECT product_id FROM product
          WHERE status = 'ON_SALE' AND category = $4 AND (final_price, product_id) < ($2, $3)
          ORDER BY final_price DESC, product_id DESC LIMIT 101) nearest LIMIT $1) page
JOIN product_card c USING (product_id)
ORDER BY c.final_price DESC, c.product_id DESC;

--: product_category_popular
SELECT c.*, c.sold AS sort_key
FROM (SELECT product_id FROM (
          SELECT product_id FROM product_popularity
          WHERE category = $4 AND (sold, product_id) < ($2, $3)
          ORDER BY sold DESC, product_id DESC LIMIT 101) nearest LIMIT $1) page
JOIN product_card c USING (product_id)
ORDER BY c.sold DESC, c.product_id DESC;

--: product_search
-- Names that hold $5, through trigrams of their letters, checked again on the name itself. At most
-- 2,000 candidates are sorted. Every order is
-- turned into one descending key. $4: category or NULL. $6: the order.
SELECT c.*, page.sort_key
FROM (SELECT product_id, sort_key
      FROM (SELECT p.product_id,
                   CASE $6::text WHEN 'price_asc' THEN -p.final_price
                                 WHEN 'price_desc' THEN p.final_price
                                 WHEN 'popular' THEN r.sold
                                 ELSE p.product_id END AS sort_key
            FROM (SELECT product_id, final_price FROM product
                  WHERE status = 'ON_SALE'
                    AND name_key LIKE (SELECT product_search_pattern($5))
                    AND strpos(normalize(lower(name)), normalize(lower($5))) > 0
                    AND ($4::text IS NULL OR category = $4)
                  LIMIT 2000) p
            JOIN product_popularity r USING (product_id)) found
      WHERE (sort_key, product_id) < ($2, $3)
      ORDER BY sort_key DESC, product_id DESC LIMIT 101) page
JOIN product_card c USING (product_id)
ORDER BY page.sort_key DESC, c.product_id DESC LIMIT $1;

--: product_of_seller
SELECT c.*, c.product_id AS sort_key
FROM (SELECT product_id FROM (
          SELECT product_id FROM product
          WHERE seller_id = $4 AND status <> 'DELETED' AND product_id < $3 AND $2::bigint IS NOT NULL
          ORDER BY product_id DESC LIMIT 101) nearest LIMIT $1) page
JOIN product_card c USING (product_id)
ORDER BY c.product_id DESC;

--: product_get
SELECT c.*, p.description
FROM product_card c JOIN product p USING (product_id)
WHERE c.product_id = $1 AND c.status <> 'DELETED';

--: sitemap_parts
-- The parts of the sitemap that have a product on sale: part n tells of the ids from n * $1 on. One
-- step in the index a part.
WITH RECURSIVE part (number) AS (
    (SELECT product_id / $1::bigint FROM product WHERE status = 'ON_SALE' ORDER BY product_id LIMIT 1)
    UNION ALL
    (SELECT (SELECT p.product_id / $1 FROM product p
             WHERE p.status = 'ON_SALE' AND p.product_id >= (part.number + 1) * $1
             ORDER BY p.product_id LIMIT 1)
     FROM part WHERE part.number IS NOT NULL)
)
SELECT number FROM part WHERE number IS NOT NULL LIMIT $2;

--: sitemap_products
SELECT product_id, updated_at FROM product
WHERE status = 'ON_SALE' AND product_id >= $1 AND product_id < $1::bigint + $2::bigint
ORDER BY product_id;

--: product_lock
-- Not FOR UPDATE: orders that name the product go on meanwhile.
SELECT seller_id, category, price, discount, status FROM product
WHERE product_id = $1 AND status <> 'DELETED'
FOR NO KEY UPDATE;

--: product_seller_stays
-- Whether the seller is a member still; the lock keeps it from leaving until its product stands.
SELECT s.seller_id FROM seller s JOIN member m USING (member_id)
WHERE s.seller_id = $1 AND m.status <> 'WITHDRAWN'
FOR KEY SHARE OF m;

--: product_insert
INSERT INTO product (seller_id, name, description, category, price, discount, status, created_at, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, 'ON_SALE', $7, $7)
RETURNING product_id;

--: product_insert_popularity
INSERT INTO product_popularity (product_id, category, sold) VALUES ($1, $2, 0);

--: product_update
-- NULL: left as it is.
UPDATE product
SET name = coalesce($2, name), description = coalesce($3, description), category = coalesce($4, category),
    price = coalesce($5, price), discount = coalesce($6, discount), status = coalesce($7, status),
    updated_at = $8
WHERE product_id = $1;

--: product_update_popularity
-- $2: its category while it is on sale, else NULL.
UPDATE product_popularity SET category = $2 WHERE product_id = $1 AND category IS DISTINCT FROM $2;

--: category_adjust
-- Callers that touch two categories do it in the order of their names.
INSERT INTO category (category, products) VALUES ($1, greatest($2, 0))
ON CONFLICT (category) DO UPDATE SET products = category.products + $2;

--: category_list
SELECT category, products FROM category WHERE products > 0 ORDER BY category;

--: product_find_of_seller
-- A seller's products, newest first, below id $2: those whose name holds $4 (NULL: all) and that are in
-- state $5 (NULL: any). Looked for among the 5,000 newest below $2.
SELECT c.*, c.product_id AS sort_key
FROM (SELECT product_id FROM (
          SELECT w.product_id
          FROM (SELECT p.product_id, p.name, p.status,
                       (SELECT k.on_hand <= k.reserved FROM stock k WHERE k.product_id = p.product_id) AS sold_out
                FROM product p
                WHERE p.seller_id = $1 AND p.status <> 'DELETED' AND p.product_id < $2
                ORDER BY p.product_id DESC LIMIT 5000) w
          WHERE ($4::text IS NULL OR strpos(normalize(lower(w.name)), normalize(lower($4))) > 0)
            AND ($5::text IS NULL
                 OR $5 = CASE WHEN w.status = 'ON_SALE' AND w.sold_out THEN 'SOLD_OUT' ELSE w.status END)
          ORDER BY w.product_id DESC LIMIT 101) nearest LIMIT $3) page
JOIN product_card c USING (product_id)
ORDER BY c.product_id DESC;

--: product_low_of_seller
-- A seller's products on sale of which $2 or fewer are left, the fewest first, among its 5,000 newest.
SELECT c.*, c.product_id AS sort_key
FROM (SELECT w.product_id, w.available
      FROM (SELECT p.product_id, p.status,
                   (SELECT k.on_hand - k.reserved FROM stock k WHERE k.product_id = p.product_id) AS available
            FROM product p
            WHERE p.seller_id = $1 AND p.status <> 'DELETED'
            ORDER BY p.product_id DESC LIMIT 5000) w
      WHERE w.status = 'ON_SALE' AND w.available <= $2
      ORDER BY w.available, w.product_id DESC LIMIT 10) page
JOIN product_card c USING (product_id)
ORDER BY page.available, c.product_id DESC;
