--: stock_get
SELECT k.product_id, k.on_hand, k.reserved, k.on_hand - k.reserved AS available
FROM stock k JOIN product p USING (product_id)
WHERE k.product_id = $1 AND p.status <> 'DELETED';

--: stock_insert
-- A new product's stock with the first row of its history.
WITH made AS (
    INSERT INTO stock (product_id, on_hand, reserved) VALUES ($1, $2, 0) RETURNING product_id, on_hand
)
INSERT INTO stock_entry (product_id, kind, on_hand_delta, reserved_delta, on_hand_after, reserved_after, actor, created_at)
SELECT product_id, 'INITIAL', on_hand, 0, on_hand, 0, 'SELLER', $3 FROM made;

--: stock_adjust
-- By hand. The schema refuses what would fall below the reserved.
WITH changed AS (
    UPDATE stock SET on_hand = on_hand + $2 WHERE product_id = $1 RETURNING on_hand, reserved
), noted AS (
    INSERT INTO stock_entry (product_id, kind, on_hand_delta, reserved_delta, on_hand_after, reserved_after,
                             actor, actor_member_id, reason, created_at)
    SELECT $1, 'ADJUSTED', $2, 0, on_hand, reserved, $3, $4, $5, $6 FROM changed
)
SELECT $1::bigint AS product_id, on_hand, reserved, on_hand - reserved AS available FROM changed;

--: stock_lock
-- Ascending product ids: the one order in which stock is locked.
SELECT product_id FROM stock WHERE product_id = ANY($1::bigint[]) ORDER BY product_id FOR UPDATE;

--: stock_move
-- Moves each of the products $1 by its quantity in $2, times the signs $3 (on hand) and $4 (reserved).
-- The LEFT JOIN leaves NULLs, which the schema refuses, where a product has no stock row; a shortage
-- breaks stock's own constraints. Where an order has taken what was available down to $10 or to
-- nothing, the seller is told, once for each time it sinks there.
WITH wanted AS (
    SELECT product_id, quantity FROM unnest($1::bigint[], $2::bigint[]) AS w (product_id, quantity)
), changed AS (
    UPDATE stock k SET on_hand = k.on_hand + $3 * w.quantity, reserved = k.reserved + $4 * w.quantity
    FROM wanted w WHERE k.product_id = w.product_id
    RETURNING k.product_id, k.on_hand, k.reserved, k.on_hand - k.reserved AS available,
              k.on_hand - k.reserved - ($3::bigint - $4::bigint) * w.quantity AS before
), told AS (
    INSERT INTO notice (kind, subject, name, amount, created_at, member_id)
    SELECT CASE c.available WHEN 0 THEN 'STOCK_OUT' ELSE 'STOCK_LOW' END, c.product_id, p.name, c.available, $9, m.member_id
    FROM changed c
    JOIN product p USING (product_id)
    JOIN seller s USING (seller_id)
    JOIN member m USING (member_id)
    WHERE c.available < c.before AND (c.available = 0 OR (c.available <= $10 AND c.before > $10))
      AND m.status <> 'WITHDRAWN'
    RETURNING notice_id
), pushed AS (
    INSERT INTO notice_push (notice_id, attempts) SELECT notice_id, 0 FROM told
)
INSERT INTO stock_entry (product_id, kind, on_hand_delta, reserved_delta, on_hand_after, reserved_after,
                         order_id, actor, actor_member_id, created_at)
SELECT w.product_id, $5, $3 * w.quantity, $4 * w.quantity, c.on_hand, c.reserved, $6, $7, $8, $9
FROM wanted w LEFT JOIN changed c USING (product_id);

--: stock_history
SELECT e.entry_id, e.kind, e.on_hand_delta, e.reserved_delta, e.on_hand_after, e.reserved_after,
       o.order_no, e.actor, e.reason, e.created_at
FROM (SELECT * FROM stock_entry
      WHERE product_id = $1 AND entry_id < $2
      ORDER BY entry_id DESC LIMIT 101) e
LEFT JOIN orders o USING (order_id)
ORDER BY e.entry_id DESC LIMIT $3;

--: stock_owner
SELECT seller_id FROM product WHERE product_id = $1 AND status <> 'DELETED';
