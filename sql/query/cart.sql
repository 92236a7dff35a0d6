--: cart_list
-- The lines of a member ($1) or a guest ($2) that were added after $3.
SELECT c.cart_item_id, c.product_id, p.seller_id, s.business_name AS seller_name, p.name, f.hash AS picture,
       p.price, p.discount, c.quantity, p.status = 'ON_SALE' AS on_sale,
       CASE WHEN p.status = 'ON_SALE' THEN k.on_hand - k.reserved ELSE 0 END AS available, c.added_at
FROM cart_item c
JOIN product p USING (product_id)
JOIN stock k USING (product_id)
JOIN seller s USING (seller_id)
LEFT JOIN picture f USING (picture_id)
WHERE (c.member_id = $1 OR c.guest_id = $2) AND c.added_at > $3
ORDER BY c.cart_item_id;

--: cart_line_of_product
-- The owner's line of product $3, as cart_list has it.
SELECT c.cart_item_id, c.product_id, p.seller_id, s.business_name AS seller_name, p.name, f.hash AS picture,
       p.price, p.discount, c.quantity, p.status = 'ON_SALE' AS on_sale,
       CASE WHEN p.status = 'ON_SALE' THEN k.on_hand - k.reserved ELSE 0 END AS available, c.added_at
FROM cart_item c
JOIN product p USING (product_id)
JOIN stock k USING (product_id)
JOIN seller s USING (seller_id)
LEFT JOIN picture f USING (picture_id)
WHERE (c.member_id = $1 OR c.guest_id = $2) AND c.product_id = $3;

--: cart_count
SELECT count(*) FROM cart_item c WHERE (c.member_id = $1 OR c.guest_id = $2) AND c.added_at > $3;

--: cart_delete_expired_of
-- The owner's lines whose week is over: gone for every purpose, whether or not the worker came by.
DELETE FROM cart_item c WHERE (c.member_id = $1 OR c.guest_id = $2) AND c.added_at <= $3;

--: cart_product
-- What adding product $3 needs to know: its state, its stock, the owner's line and number of lines.
SELECT p.status = 'ON_SALE' AS on_sale, k.on_hand - k.reserved AS available,
       (SELECT c.quantity FROM cart_item c
        WHERE (c.member_id = $1 OR c.guest_id = $2) AND c.product_id = p.product_id) AS in_cart,
       (SELECT count(*) FROM cart_item c WHERE c.member_id = $1 OR c.guest_id = $2) AS lines
FROM product p JOIN stock k USING (product_id)
WHERE p.product_id = $3 AND p.status <> 'DELETED';

--: cart_add_member
-- No row when the member has left meanwhile.
INSERT INTO cart_item AS c (member_id, product_id, quantity, added_at)
SELECT m.member_id, $2, $3, $4
FROM (SELECT member_id FROM member WHERE member_id = $1 AND status <> 'WITHDRAWN' FOR KEY SHARE) m
ON CONFLICT (member_id, product_id) WHERE member_id IS NOT NULL
DO UPDATE SET quantity = c.quantity + excluded.quantity
RETURNING cart_item_id;

--: cart_add_guest
INSERT INTO cart_item AS c (guest_id, product_id, quantity, added_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (guest_id, product_id) WHERE guest_id IS NOT NULL
DO UPDATE SET quantity = c.quantity + excluded.quantity
RETURNING cart_item_id;

--: cart_lock_item
SELECT c.product_id, c.quantity AS in_cart, p.status = 'ON_SALE' AS on_sale, k.on_hand - k.reserved AS available
FROM cart_item c
JOIN product p USING (product_id)
JOIN stock k USING (product_id)
WHERE c.cart_item_id = $3 AND (c.member_id = $1 OR c.guest_id = $2) AND c.added_at > $4
FOR UPDATE OF c;

--: cart_set_quantity
UPDATE cart_item SET quantity = $2 WHERE cart_item_id = $1;

--: cart_delete
DELETE FROM cart_item c WHERE (c.member_id = $1 OR c.guest_id = $2) AND c.cart_item_id = ANY($3::bigint[]);

--: cart_clear
DELETE FROM cart_item c WHERE c.member_id = $1 OR c.guest_id = $2;

--: cart_take_over
-- The guest's ($1) lines become the member's ($2); sums are bounded by stock and by 999, but a line
-- the member had is never made smaller. Lines added before $3 are over.
INSERT INTO cart_item AS c (member_id, product_id, quantity, added_at)
SELECT $2, g.product_id, least(g.quantity, k.on_hand - k.reserved), g.added_at
FROM cart_item g
JOIN product p USING (product_id)
JOIN stock k USING (product_id)
WHERE g.guest_id = $1 AND g.added_at > $3 AND p.status = 'ON_SALE' AND k.on_hand > k.reserved
ORDER BY g.product_id
ON CONFLICT (member_id, product_id) WHERE member_id IS NOT NULL
DO UPDATE SET quantity = greatest(c.quantity, least(c.quantity + excluded.quantity, 999,
    (SELECT k.on_hand - k.reserved FROM stock k WHERE k.product_id = excluded.product_id)));

--: cart_delete_products
-- Lines of products that have no stock left, after an order failed for it.
DELETE FROM cart_item c WHERE (c.member_id = $1 OR c.guest_id = $2) AND c.product_id = ANY($3::bigint[]);

--: cart_sweep
-- Lines added up to $1, of whomever. A line under lock is left to the next time.
DELETE FROM cart_item WHERE cart_item_id = ANY (ARRAY(
    SELECT cart_item_id FROM cart_item WHERE added_at <= $1
    ORDER BY added_at LIMIT 500 FOR UPDATE SKIP LOCKED));
