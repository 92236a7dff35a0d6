--: product_all_newest
-- Lists of products on sale, a page of at most $1. The id of the last row shown, $2, leads to the next page.
-- The constant LIMIT tells the planner how few rows are wanted (a generic plan knows nothing of $1), so that
-- rows are put together one by one, as many as the page takes. Of each only what lists show is asked for, since
-- that is what most of the time goes into.
SELECT * FROM (
    SELECT c.product_id, c.seller_id, c.seller_name, c.name, c.category, c.price, c.discount, c.stock, c.status,
           c.picture, c.product_id AS sort_key
    FROM product_shelf c
    WHERE c.on_sale AND c.product_id < $2
    ORDER BY c.product_id DESC LIMIT 101) nearest LIMIT $1;

--: product_all_category_newest
-- Of the category $3.
SELECT * FROM (
    SELECT c.product_id, c.seller_id, c.seller_name, c.name, c.category, c.price, c.discount, c.stock, c.status,
           c.picture, c.product_id AS sort_key
    FROM product_shelf c
    WHERE c.on_sale AND c.category = $3 AND c.product_id < $2
    ORDER BY c.product_id DESC LIMIT 101) nearest LIMIT $1;

--: product_list_newest
-- Those for at least $4 and at most $5; the key ($2) and id ($3) of the last row shown lead to the next page.
-- Orders that are not by price look for the prices among the next 5,000 products: where few are of that
-- price, product_range_… finds them instead, and where a page is short of them, product_window_… says where
-- to go on.
SELECT c.*, c.product_id AS sort_key
FROM (SELECT product_id FROM (
          SELECT product_id FROM (
              SELECT product_id, final_price FROM product
              WHERE status = 'ON_SALE' AND product_id < $3 AND $2::bigint IS NOT NULL
              ORDER BY product_id DESC LIMIT 5000) looked_at
          WHERE final_price BETWEEN $4 AND $5
          ORDER BY product_id DESC LIMIT 101) nearest LIMIT $1) page
JOIN product_card c USING (product_id)
ORDER BY c.product_id DESC;

--: product_list_price_asc
SELECT * FROM (
    SELECT c.*, c.final_price AS sort_key FROM product_shelf c
    WHERE c.on_sale AND (c.final_price, c.product_id) > ($2, $3)
      AND c.final_price BETWEEN $4 AND $5
    ORDER BY c.final_price, c.product_id LIMIT 101) nearest LIMIT $1;

--: product_list_price_desc
SELECT * FROM (
    SELECT c.*, c.final_price AS sort_key FROM product_shelf c
    WHERE c.on_sale AND (c.final_price, c.product_id) < ($2, $3)
      AND c.final_price BETWEEN $4 AND $5
    ORDER BY c.final_price DESC, c.product_id DESC LIMIT 101) nearest LIMIT $1;

--: product_list_popular
SELECT c.*, page.sold AS sort_key
FROM (SELECT product_id, sold FROM (
          SELECT product_id, sold FROM (
              SELECT product_id, sold, (SELECT p.final_price FROM product p WHERE p.product_id = r.product_id) AS final_price
              FROM product_popularity r
              WHERE category IS NOT NULL AND (sold, product_id) < ($2, $3)
              ORDER BY sold DESC, product_id DESC LIMIT 5000) looked_at
          WHERE final_price BETWEEN $4 AND $5
          ORDER BY sold DESC, product_id DESC LIMIT 101) nearest LIMIT $1) page
JOIN product_card c USING (product_id)
ORDER BY page.sold DESC, c.product_id DESC;

--: product_category_newest
SELECT c.*, c.product_id AS sort_key
FROM (SELECT product_id FROM (
          SELECT product_id FROM (
              SELECT product_id, final_price FROM product
              WHERE status = 'ON_SALE' AND category = $6 AND product_id < $3 AND $2::bigint IS NOT NULL
              ORDER BY product_id DESC LIMIT 5000) looked_at
          WHERE final_price BETWEEN $4 AND $5
          ORDER BY product_id DESC LIMIT 101) nearest LIMIT $1) page
JOIN product_card c USING (product_id)
ORDER BY c.product_id DESC;

--: product_category_price_asc
SELECT * FROM (
    SELECT c.*, c.final_price AS sort_key FROM product_shelf c
    WHERE c.on_sale AND c.category = $6 AND (c.final_price, c.product_id) > ($2, $3)
      AND c.final_price BETWEEN $4 AND $5
    ORDER BY c.final_price, c.product_id LIMIT 101) nearest LIMIT $1;

--: product_category_price_desc
SELECT * FROM (
    SELECT c.*, c.final_price AS sort_key FROM product_shelf c
    WHERE c.on_sale AND c.category = $6 AND (c.final_price, c.product_id) < ($2, $3)
      AND c.final_price BETWEEN $4 AND $5
    ORDER BY c.final_price DESC, c.product_id DESC LIMIT 101) nearest LIMIT $1;

--: product_category_popular
SELECT c.*, page.sold AS sort_key
FROM (SELECT product_id, sold FROM (
          SELECT product_id, sold FROM (
              SELECT product_id, sold, (SELECT p.final_price FROM product p WHERE p.product_id = r.product_id) AS final_price
              FROM product_popularity r
              WHERE category = $6 AND (sold, product_id) < ($2, $3)
              ORDER BY sold DESC, product_id DESC LIMIT 5000) looked_at
          WHERE final_price BETWEEN $4 AND $5
          ORDER BY sold DESC, product_id DESC LIMIT 101) nearest LIMIT $1) page
JOIN product_card c USING (product_id)
ORDER BY page.sold DESC, c.product_id DESC;

--: product_window_newest
-- The last of the 5,000 products that a list in this order looks at from ($1, $2) on; none when it looks
-- at all there are. $3: the category.
SELECT product_id AS sort_key, product_id FROM product
WHERE status = 'ON_SALE' AND product_id < $2 AND $1::bigint IS NOT NULL AND $3::text IS NULL
ORDER BY product_id DESC OFFSET 4999 LIMIT 1;

--: product_window_category_newest
SELECT product_id AS sort_key, product_id FROM product
WHERE status = 'ON_SALE' AND category = $3 AND product_id < $2 AND $1::bigint IS NOT NULL
ORDER BY product_id DESC OFFSET 4999 LIMIT 1;

--: product_window_popular
SELECT sold AS sort_key, product_id FROM product_popularity
WHERE category IS NOT NULL AND (sold, product_id) < ($1, $2) AND $3::text IS NULL
ORDER BY sold DESC, product_id DESC OFFSET 4999 LIMIT 1;

--: product_window_category_popular
SELECT sold AS sort_key, product_id FROM product_popularity
WHERE category = $3 AND (sold, product_id) < ($1, $2)
ORDER BY sold DESC, product_id DESC OFFSET 4999 LIMIT 1;

--: product_range_count
-- Products on sale for at least $1 and at most $2, counted up to 2,001.
SELECT count(*) FROM (SELECT FROM product WHERE status = 'ON_SALE' AND final_price BETWEEN $1 AND $2
                      LIMIT 2001) found;

--: product_range_category_count
SELECT count(*) FROM (SELECT FROM product WHERE status = 'ON_SALE' AND category = $3 AND final_price BETWEEN $1 AND $2
                      LIMIT 2001) found;

--: product_range_list
-- Lists in any order $8 of the prices $4 to $5, of which there are 2,000 at most (product_range_count), of
-- names that hold $7 or (NULL) all. $6: the category, of the statement after this. Every order is turned
-- into one descending key.
SELECT c.*, page.sort_key
FROM (SELECT product_id, sort_key
      FROM (SELECT p.product_id,
                   CASE $8::text WHEN 'price_asc' THEN -p.final_price
                                 WHEN 'price_desc' THEN p.final_price
                                 WHEN 'popular' THEN (SELECT sold FROM product_popularity r
                                                      WHERE r.product_id = p.product_id)
                                 ELSE p.product_id END AS sort_key
            FROM (SELECT product_id, final_price, name FROM product
                  WHERE status = 'ON_SALE' AND final_price BETWEEN $4 AND $5 AND $6::text IS NULL
                  ORDER BY final_price, product_id LIMIT 2000) p
            WHERE $7::text IS NULL OR strpos(normalize(lower(p.name)), (SELECT normalize(lower($7)))) > 0) found
      WHERE (sort_key, product_id) < ($2, $3)
      ORDER BY sort_key DESC, product_id DESC LIMIT 101) page
JOIN product_card c USING (product_id)
ORDER BY page.sort_key DESC, c.product_id DESC LIMIT $1;

--: product_range_category_list
SELECT c.*, page.sort_key
FROM (SELECT product_id, sort_key
      FROM (SELECT p.product_id,
                   CASE $8::text WHEN 'price_asc' THEN -p.final_price
                                 WHEN 'price_desc' THEN p.final_price
                                 WHEN 'popular' THEN (SELECT sold FROM product_popularity r
                                                      WHERE r.product_id = p.product_id)
                                 ELSE p.product_id END AS sort_key
            FROM (SELECT product_id, final_price, name FROM product
                  WHERE status = 'ON_SALE' AND category = $6 AND final_price BETWEEN $4 AND $5
                  ORDER BY final_price, product_id LIMIT 2000) p
            WHERE $7::text IS NULL OR strpos(normalize(lower(p.name)), (SELECT normalize(lower($7)))) > 0) found
      WHERE (sort_key, product_id) < ($2, $3)
      ORDER BY sort_key DESC, product_id DESC LIMIT 101) page
JOIN product_card c USING (product_id)
ORDER BY page.sort_key DESC, c.product_id DESC LIMIT $1;

--: product_search
-- Names that hold $7, through what they begin with from any place on; a longer $7 is looked for in the name
-- itself then. Of at most 5,000 of them those of the prices $4 to $5 are taken, of which at most 2,000 are
-- sorted. Every order is turned into one descending key. $6: the category, of the statement after this.
-- $8: the order.
SELECT c.*, page.sort_key
FROM (SELECT product_id, sort_key
      FROM (SELECT p.product_id,
                   CASE $8::text WHEN 'price_asc' THEN -p.final_price
                                 WHEN 'price_desc' THEN p.final_price
                                 WHEN 'popular' THEN (SELECT sold FROM product_popularity r
                                                      WHERE r.product_id = p.product_id)
                                 ELSE p.product_id END AS sort_key
            FROM (SELECT product_id, final_price
                  FROM (SELECT product_id, final_price FROM product
                        WHERE status = 'ON_SALE'
                          AND product_starts(name, category) @@ (SELECT text_sought($7))
                          AND ((SELECT length(normalize(lower($7))) <= 6)
                               OR strpos(normalize(lower(name)), (SELECT normalize(lower($7)))) > 0)
                          AND $6::text IS NULL
                        LIMIT 5000) looked_at
                  WHERE final_price BETWEEN $4 AND $5
                  LIMIT 2000) p) found
      WHERE (sort_key, product_id) < ($2, $3)
      ORDER BY sort_key DESC, product_id DESC LIMIT 101) page
JOIN product_card c USING (product_id)
ORDER BY page.sort_key DESC, c.product_id DESC LIMIT $1;

--: product_search_category
SELECT c.*, page.sort_key
FROM (SELECT product_id, sort_key
      FROM (SELECT p.product_id,
                   CASE $8::text WHEN 'price_asc' THEN -p.final_price
                                 WHEN 'price_desc' THEN p.final_price
                                 WHEN 'popular' THEN (SELECT sold FROM product_popularity r
                                                      WHERE r.product_id = p.product_id)
                                 ELSE p.product_id END AS sort_key
            FROM (SELECT product_id, final_price
                  FROM (SELECT product_id, final_price FROM product
                        WHERE status = 'ON_SALE'
                          AND product_starts(name, category)
                              @@ (SELECT text_sought($7) && text_lexeme(E'\x01' || $6, false))
                          AND ((SELECT length(normalize(lower($7))) <= 6)
                               OR strpos(normalize(lower(name)), (SELECT normalize(lower($7)))) > 0)
                        LIMIT 5000) looked_at
                  WHERE final_price BETWEEN $4 AND $5
                  LIMIT 2000) p) found
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
