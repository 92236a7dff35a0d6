--: order_new_ids
-- For an order of $1 lines, or of as many as sheet $2 has, a row a line: known before anything is written,
-- all of it can be written in one go.
WITH one AS MATERIALIZED (
    SELECT nextval('orders_order_id_seq') AS order_id, nextval('payment_payment_id_seq') AS payment_id
)
SELECT order_id, payment_id, nextval('order_item_item_id_seq') AS item_id
FROM one, generate_series(1, coalesce($1::bigint, (SELECT count(*) FROM order_sheet_item WHERE sheet_id = $2)));

--: order_lock_placing
-- One pending order of a caller is placed at a time, so that PENDING_MAX holds.
SELECT pg_advisory_xact_lock(hashtextextended('place:' || $1, 0));

--: order_pending_count
SELECT count(*) FROM orders
WHERE (member_id = $1 OR guest_id = $2) AND status = 'PENDING_PAYMENT' AND expires_at > $3;

--: order_member_delivery
-- The share lock keeps the member from leaving until the order stands.
SELECT name AS recipient, phone, postcode, line1, line2 FROM member
WHERE member_id = $1 AND status = 'ACTIVE'
FOR SHARE;

--: order_lock_cart
SELECT cart_item_id FROM cart_item c
WHERE c.cart_item_id = ANY($3::bigint[]) AND (c.member_id = $1 OR c.guest_id = $2)
ORDER BY cart_item_id FOR UPDATE;

--: order_lock_cart_of_sheet
SELECT cart_item_id FROM cart_item c
WHERE c.cart_item_id = ANY(ARRAY(SELECT i.cart_item_id FROM order_sheet_item i WHERE i.sheet_id = $3))
  AND (c.member_id = $1 OR c.guest_id = $2)
ORDER BY cart_item_id FOR UPDATE;

--: order_offers_of_cart
-- What the owner's cart lines $3 want, in that order; lines added up to $4 are over.
SELECT w.position, p.product_id, p.seller_id, s.business_name AS seller_name, p.name, f.hash AS picture,
       p.price, p.discount, p.status = 'ON_SALE' AS on_sale, k.on_hand - k.reserved AS available, c.quantity
FROM unnest($3::bigint[]) WITH ORDINALITY AS w (cart_item_id, position)
JOIN cart_item c USING (cart_item_id)
JOIN product p USING (product_id)
JOIN stock k USING (product_id)
JOIN seller s USING (seller_id)
LEFT JOIN picture f USING (picture_id)
WHERE (c.member_id = $1 OR c.guest_id = $2) AND c.added_at > $4
ORDER BY w.position;

--: order_offers_of_products
SELECT w.position, p.product_id, p.seller_id, s.business_name AS seller_name, p.name, f.hash AS picture,
       p.price, p.discount, p.status = 'ON_SALE' AS on_sale, k.on_hand - k.reserved AS available, w.quantity
FROM unnest($1::bigint[], $2::bigint[]) WITH ORDINALITY AS w (product_id, quantity, position)
JOIN product p USING (product_id)
JOIN stock k USING (product_id)
JOIN seller s USING (seller_id)
LEFT JOIN picture f USING (picture_id)
WHERE p.status <> 'DELETED'
ORDER BY w.position;

--: order_offers_of_sheet
-- What the lines of sheet $1 want, whatever became of the cart lines.
SELECT w.position, p.product_id, p.seller_id, s.business_name AS seller_name, p.name, f.hash AS picture,
       p.price, p.discount, p.status = 'ON_SALE' AS on_sale, k.on_hand - k.reserved AS available, w.quantity
FROM order_sheet_item w
JOIN product p USING (product_id)
JOIN stock k USING (product_id)
JOIN seller s ON s.seller_id = p.seller_id
LEFT JOIN picture f USING (picture_id)
WHERE w.sheet_id = $1 AND p.status <> 'DELETED'
ORDER BY w.position;

--: order_insert
INSERT INTO orders (order_id, order_no, member_id, guest_id, status, payment_method, items_amount, item_discount,
                    order_discount, shipping_fee, payable, refunded, recipient, phone, postcode, line1, line2,
                    created_at, updated_at, expires_at, issued_coupon_id)
OVERRIDING SYSTEM VALUE
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, $12, $13, $14, $15, $16, $17, $17, $18, $19);

--: order_items_insert
-- The lines $14 of order $1 with the first rows of their history: placed, and paid if $13.
WITH made AS (
    INSERT INTO order_item (item_id, order_id, position, product_id, seller_id, name, unit_price, unit_discount, quantity,
                            line_total, discount_piece, shipping_fee, status, updated_at)
    OVERRIDING SYSTEM VALUE
    SELECT w.item_id, $1, w.position, w.product_id, w.seller_id, w.name, w.unit_price, w.unit_discount, w.quantity,
           w.line_total, w.discount_piece, w.shipping_fee,
           CASE WHEN $13::boolean THEN 'PAID' ELSE 'PENDING_PAYMENT' END, $11
    FROM unnest($2::bigint[], $3::bigint[], $4::text[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[],
                $9::bigint[], $10::bigint[], $14::bigint[])
         WITH ORDINALITY AS w (product_id, seller_id, name, unit_price, unit_discount, quantity, line_total,
                               discount_piece, shipping_fee, item_id, position)
    RETURNING item_id, position
)
INSERT INTO order_item_event (item_id, event, from_status, to_status, actor, actor_member_id, created_at)
SELECT m.item_id, e.event, e.from_status, e.to_status, e.actor, CASE WHEN e.actor = 'BUYER' THEN $12::bigint END, $11
FROM made m
CROSS JOIN (VALUES (1, 'ORDER_PLACED', NULL, 'PENDING_PAYMENT', 'BUYER'),
                   (2, 'PAYMENT_COMPLETED', 'PENDING_PAYMENT', 'PAID', 'SYSTEM')) AS e (n, event, from_status, to_status, actor)
WHERE e.n = 1 OR $13
ORDER BY m.position, e.n;

--: order_sales_insert
-- What was sold, for the popular products.
INSERT INTO sale_delta (product_id, sold_on, quantity)
SELECT w.product_id, $3::date, w.quantity FROM unnest($1::bigint[], $2::bigint[]) AS w (product_id, quantity);

--: order_get
-- For its member $2 or guest $3, a guest who looked it up, or whoever may see any ($4).
SELECT o.* FROM order_card o
WHERE o.order_no = $1
  AND (o.member_id = $2 OR o.guest_id = $3
       OR EXISTS (SELECT 1 FROM guest_order_view v WHERE v.guest_id = $3 AND v.order_id = o.order_id)
       OR $4::boolean);

--: order_lock
-- The same, locked; first in the order of locks.
SELECT o.order_id FROM orders o
WHERE o.order_no = $1
  AND (o.member_id = $2 OR o.guest_id = $3
       OR EXISTS (SELECT 1 FROM guest_order_view v WHERE v.guest_id = $3 AND v.order_id = o.order_id)
       OR $4::boolean)
FOR UPDATE OF o;

--: order_items_by_no
SELECT i.order_id, i.item_id, i.product_id, i.seller_id, s.business_name AS seller_name, i.name, f.hash AS picture,
       i.unit_price, i.unit_discount, i.quantity, i.line_total, i.discount_piece, i.shipping_fee, i.status
FROM order_item i
JOIN product p USING (product_id)
JOIN seller s ON s.seller_id = i.seller_id
LEFT JOIN picture f USING (picture_id)
WHERE i.order_id = (SELECT o.order_id FROM orders o WHERE o.order_no = $1)
ORDER BY i.position;

--: order_items_by_ids
SELECT i.order_id, i.item_id, i.product_id, i.seller_id, s.business_name AS seller_name, i.name, f.hash AS picture,
       i.unit_price, i.unit_discount, i.quantity, i.line_total, i.discount_piece, i.shipping_fee, i.status
FROM order_item i
JOIN product p USING (product_id)
JOIN seller s ON s.seller_id = i.seller_id
LEFT JOIN picture f USING (picture_id)
WHERE i.order_id = ANY($1::bigint[])
ORDER BY i.order_id DESC, i.position;

--: order_list_of_member
SELECT o.* FROM order_card o WHERE o.member_id = $1 AND o.order_id < $2 ORDER BY o.order_id DESC LIMIT $3;

--: order_list_of_guest
SELECT o.* FROM order_card o WHERE o.guest_id = $1 AND o.order_id < $2 ORDER BY o.order_id DESC LIMIT $3;

--: order_look_up
-- A guest's order by number and phone; remembered for the guest who asks.
WITH found AS (
    SELECT order_id FROM orders WHERE order_no = $1 AND phone = $2 AND guest_id IS NOT NULL
), noted AS (
    INSERT INTO guest_order_view (guest_id, order_id) SELECT $3, order_id FROM found
    ON CONFLICT DO NOTHING
)
SELECT order_id FROM found;

--: order_item_events
SELECT event, from_status, to_status, actor, created_at FROM order_item_event
WHERE item_id = $1 ORDER BY event_id;

--: order_history
-- What happened to each line of order $1, oldest first.
SELECT i.item_id, e.event, e.from_status, e.to_status, e.actor, e.reason, e.created_at
FROM order_item i JOIN order_item_event e USING (item_id)
WHERE i.order_id = $1 ORDER BY i.position, e.event_id LIMIT 2000;

--: order_set_status
UPDATE orders SET status = $2, updated_at = $3, payment_method = coalesce($4, payment_method),
       failure_reason = $5, expires_at = CASE WHEN $2 = 'PENDING_PAYMENT' THEN expires_at END
WHERE order_id = $1;

--: order_items_set_status
-- Moves all lines of an order that are in state $2 to $3 and writes their history.
WITH changed AS (
    UPDATE order_item SET status = $3, updated_at = $7 WHERE order_id = $1 AND status = $2
    RETURNING item_id, position
)
INSERT INTO order_item_event (item_id, event, from_status, to_status, actor, actor_member_id, created_at)
SELECT item_id, $4, $2, $3, $5, $6, $7 FROM changed ORDER BY position;

--: order_list_expired
-- Orders whose time to be paid has passed at $1, longest ago first, behind the one of $2 and $3.
SELECT order_no, expires_at AS due_at, order_id AS due_id FROM orders
WHERE status = 'PENDING_PAYMENT' AND expires_at <= $1 AND (expires_at, order_id) > ($2, $3)
ORDER BY expires_at, order_id LIMIT $4;

--: order_list_delivered
-- Orders with a line that reached its buyer by $1 and has stood since; one row a line.
SELECT o.order_no, i.updated_at AS due_at, i.item_id AS due_id
FROM (SELECT order_id, updated_at, item_id FROM order_item
      WHERE status IN ('DELIVERED', 'EXCHANGED') AND updated_at <= $1 AND (updated_at, item_id) > ($2, $3)
      ORDER BY updated_at, item_id LIMIT $4) i
JOIN orders o USING (order_id)
ORDER BY i.updated_at, i.item_id;

--: order_try_lock
-- For the worker: an order that somebody else works on is left to them.
SELECT order_id FROM orders WHERE order_no = $1 FOR UPDATE SKIP LOCKED;

--: order_items_standing
-- The lines of order $1 that have been in their state since $2 or longer.
SELECT item_id FROM order_item WHERE order_id = $1 AND updated_at <= $2 ORDER BY position;

--: order_lines_of_seller
-- A seller's lines in the states $2, newest first, below id $3.
SELECT i.item_id, o.order_no, i.product_id, i.name, f.hash AS picture, i.quantity,
       i.line_total - i.discount_piece AS paid, i.status, o.created_at AS ordered_at, o.recipient, o.phone,
       o.postcode, o.line1, o.line2,
       (SELECT e.reason FROM order_item_event e WHERE e.item_id = i.item_id ORDER BY e.event_id DESC LIMIT 1) AS reason
FROM (SELECT item_id FROM (
          SELECT l.item_id
          FROM unnest($2::text[]) s (status)
          CROSS JOIN LATERAL (SELECT w.item_id FROM order_item w
                              WHERE w.seller_id = $1 AND w.status = s.status AND w.item_id < $3
                              ORDER BY w.item_id DESC LIMIT 101) l
          ORDER BY l.item_id DESC LIMIT 101) nearest LIMIT $4) page
JOIN order_item i USING (item_id)
JOIN orders o USING (order_id)
JOIN product p USING (product_id)
LEFT JOIN picture f USING (picture_id)
ORDER BY i.item_id DESC;

--: order_lines_of_seller_named
-- Those of the lines $2 that are the seller's and do not wait for their payment, as they are asked for.
SELECT i.item_id, o.order_no, i.product_id, i.name, f.hash AS picture, i.quantity,
       i.line_total - i.discount_piece AS paid, i.status, o.created_at AS ordered_at, o.recipient, o.phone,
       o.postcode, o.line1, o.line2, NULL::text AS reason
FROM unnest($2::bigint[]) WITH ORDINALITY AS w (item_id, n)
JOIN order_item i USING (item_id)
JOIN orders o USING (order_id)
JOIN product p USING (product_id)
LEFT JOIN picture f USING (picture_id)
WHERE i.seller_id = $1 AND i.status NOT IN ('PENDING_PAYMENT', 'FAILED')
ORDER BY w.n;

--: order_work_of_seller
-- How many lines a seller has in each of the states $2, counted up to 1,000.
SELECT s.status, (SELECT count(*) FROM (SELECT FROM order_item i
                                        WHERE i.seller_id = $1 AND i.status = s.status LIMIT 1000) c) AS lines
FROM unnest($2::text[]) s (status);

--: order_days_of_seller
-- What a seller sold on each day in Seoul since $2, the first day first: orders that were paid, and of their
-- lines that were not given back pieces and won; and those given back. Ids follow time closely enough: the
-- lines looked at begin an hour before.
SELECT to_char(o.created_at AT TIME ZONE 'Asia/Seoul', 'YYYY-MM-DD') AS day, count(DISTINCT o.order_id) AS orders,
       coalesce(sum(i.quantity) FILTER (WHERE NOT i.back), 0)::bigint AS units,
       coalesce(sum(i.paid) FILTER (WHERE NOT i.back), 0)::bigint AS revenue, count(*) FILTER (WHERE i.back) AS cancelled
FROM (SELECT order_id, quantity, line_total - discount_piece AS paid,
             status IN ('CANCEL_PROCESSING', 'CANCELLED', 'RETURNED') AS back
      FROM order_item
      WHERE seller_id = $1 AND status NOT IN ('PENDING_PAYMENT', 'FAILED')
        AND item_id >= (SELECT min(first.item_id) FROM order_item first
                        WHERE first.order_id = (SELECT order_id FROM orders
                                                WHERE created_at >= $2::timestamptz - interval '1 hour'
                                                ORDER BY created_at LIMIT 1))
      OFFSET 0) i
JOIN orders o USING (order_id)
WHERE o.created_at >= $2 AND o.status <> 'CANCELLED'
GROUP BY 1 ORDER BY 1;
