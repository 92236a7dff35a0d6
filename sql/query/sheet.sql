--: sheet_insert
-- A sheet of member $1 or guest $2 with its lines. No row when the member has left meanwhile.
WITH member_here AS MATERIALIZED (
    SELECT member_id FROM member WHERE member_id = $1 AND status = 'ACTIVE' FOR KEY SHARE
), made AS (
    INSERT INTO order_sheet (member_id, guest_id, items_amount, item_discount, order_discount, shipping_fee, payable,
                             issued_coupon_id, created_at, expires_at)
    SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10
    WHERE $1 IS NULL OR EXISTS (SELECT FROM member_here)
    RETURNING sheet_id
), lines AS (
    INSERT INTO order_sheet_item (sheet_id, position, cart_item_id, product_id, seller_id, name, unit_price,
                                  unit_discount, quantity, line_total, discount_piece, shipping_fee)
    SELECT m.sheet_id, w.position, nullif(w.cart_item_id, 0), w.product_id, w.seller_id, w.name, w.unit_price,
           w.unit_discount, w.quantity, w.line_total, w.discount_piece, w.shipping_fee
    FROM made m
    CROSS JOIN unnest($11::bigint[], $12::bigint[], $13::bigint[], $14::text[], $15::bigint[], $16::bigint[],
                      $17::bigint[], $18::bigint[], $19::bigint[], $20::bigint[])
         WITH ORDINALITY AS w (cart_item_id, product_id, seller_id, name, unit_price, unit_discount, quantity,
                               line_total, discount_piece, shipping_fee, position)
)
SELECT sheet_id FROM made;

--: sheet_get
SELECT sheet_id, items_amount, item_discount, order_discount, shipping_fee, payable, issued_coupon_id, expires_at, order_id
FROM order_sheet WHERE sheet_id = $1 AND (member_id = $2 OR guest_id = $3);

--: sheet_lock
-- The same, locked; after the member and before cart lines.
SELECT sheet_id, items_amount, item_discount, order_discount, shipping_fee, payable, issued_coupon_id, expires_at, order_id
FROM order_sheet WHERE sheet_id = $1 AND (member_id = $2 OR guest_id = $3)
FOR UPDATE;

--: sheet_items
-- The lines of sheet $1, if it is of member $2 or guest $3.
SELECT i.cart_item_id, i.product_id, i.seller_id, i.name, i.unit_price, i.unit_discount, i.quantity, i.line_total,
       i.discount_piece, i.shipping_fee
FROM order_sheet s JOIN order_sheet_item i USING (sheet_id)
WHERE s.sheet_id = $1 AND (s.member_id = $2 OR s.guest_id = $3)
ORDER BY i.position;

--: sheet_set_order
UPDATE order_sheet SET order_id = $2 WHERE sheet_id = $1;

--: sheet_leave_cart
-- What sheet $1 of member $2 or guest $3 took from the cart leaves it: a line that has grown since keeps the
-- rest, any other goes.
WITH taken AS (
    SELECT cart_item_id, quantity FROM order_sheet_item WHERE sheet_id = $1 AND cart_item_id IS NOT NULL
), rest AS (
    UPDATE cart_item c SET quantity = c.quantity - t.quantity FROM taken t
    WHERE c.cart_item_id = t.cart_item_id AND (c.member_id = $2 OR c.guest_id = $3) AND c.quantity > t.quantity
)
DELETE FROM cart_item c USING taken t
WHERE c.cart_item_id = t.cart_item_id AND (c.member_id = $2 OR c.guest_id = $3) AND c.quantity <= t.quantity;

--: sheet_forget
-- Those of a member who leaves.
DELETE FROM order_sheet WHERE member_id = $1;

--: sheet_sweep
-- Sheets made up to $1 whose life was over at $2, ordered or not. One under lock is left to the next time.
DELETE FROM order_sheet WHERE sheet_id = ANY (ARRAY(
    SELECT sheet_id FROM order_sheet WHERE created_at <= $1 AND expires_at <= $2
    ORDER BY created_at LIMIT 500 FOR UPDATE SKIP LOCKED));

--: sheet_conversion
-- Of the sheets made after $1, at most some $2 that stand evenly spaced: how many, how many of them are of
-- orders that have been paid, and how many each stands for.
WITH ends AS MATERIALIZED (
    SELECT (SELECT sheet_id FROM order_sheet WHERE created_at > $1 ORDER BY created_at LIMIT 1) AS a,
           (SELECT sheet_id FROM order_sheet WHERE created_at > $1 ORDER BY created_at DESC LIMIT 1) AS b
), sample AS MATERIALIZED (
    SELECT least(a, b) AS first, greatest(a, b) AS last, 1 + abs(a - b) / $2::bigint AS step FROM ends
)
SELECT count(s.sheet_id) AS sheets,
       count(o.order_id) FILTER (WHERE o.status NOT IN ('PENDING_PAYMENT', 'FAILED', 'CANCELLED')) AS paid,
       coalesce(max(n.step), 1) AS step
FROM (SELECT generate_series(first, last, step) AS sheet_id, step FROM sample) n
CROSS JOIN LATERAL (SELECT s.sheet_id, s.order_id FROM order_sheet s
                    WHERE s.sheet_id = n.sheet_id AND s.created_at > $1 LIMIT 1) s
LEFT JOIN LATERAL (SELECT o.order_id, o.status FROM orders o WHERE o.order_id = s.order_id LIMIT 1) o ON true;

--: sheet_note_conversion
-- Notes whether the ratio is low ($1); a row comes back to the one who saw it change.
INSERT INTO conversion_watch AS w (low, changed_at)
SELECT $1, $2 WHERE coalesce((SELECT low FROM conversion_watch), false) <> $1
ON CONFLICT (only_row) DO UPDATE SET low = excluded.low, changed_at = excluded.changed_at WHERE w.low <> excluded.low
RETURNING 1;
