--: coupon_insert
WITH made AS (
    INSERT INTO coupon (name, description, type, value, min_order_amount, max_discount, quantity,
                        issue_starts_at, issue_ends_at, valid_days, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
    RETURNING coupon_id, quantity
), supplied AS (
    INSERT INTO coupon_supply (coupon_id, quantity, made, remaining)
    SELECT coupon_id, quantity, 0, quantity FROM made
)
SELECT coupon_id FROM made;

--: coupon_make_slots
-- Up to $2 more slots of coupon $1, under the lock of its supply.
WITH supply AS (
    SELECT coupon_id, made, least(quantity, made + $2) AS upto FROM coupon_supply
    WHERE coupon_id = $1 AND made < quantity FOR UPDATE
), slots AS (
    INSERT INTO coupon_slot (coupon_id, slot_no)
    SELECT s.coupon_id, n FROM supply s, generate_series(s.made + 1, s.upto) n
)
UPDATE coupon_supply c SET made = s.upto FROM supply s WHERE c.coupon_id = s.coupon_id;

--: coupon_unmade
-- The template that opens first of those whose slots are not all there.
SELECT u.coupon_id FROM coupon_supply u JOIN coupon c USING (coupon_id)
WHERE u.made < u.quantity
ORDER BY c.issue_starts_at, u.coupon_id LIMIT 1;

--: coupon_try_lock
-- One worker at a time makes slots or folds issues; the lock goes with the transaction.
SELECT CASE WHEN pg_try_advisory_xact_lock(hashtextextended('coupon', 0)) THEN 1 ELSE 0 END;

--: coupon_fold
-- What is deleted here is exactly what is taken off there: an issue that commits later is in a later
-- fold. $1 how many at most
WITH taken AS (
    DELETE FROM coupon_issue_delta
    WHERE delta_id IN (SELECT delta_id FROM coupon_issue_delta ORDER BY delta_id LIMIT $1::bigint)
    RETURNING coupon_id
), folded AS (
    UPDATE coupon_supply s SET remaining = s.remaining - t.issued
    FROM (SELECT coupon_id, count(*) AS issued FROM taken GROUP BY coupon_id) t
    WHERE s.coupon_id = t.coupon_id
)
SELECT count(*) FROM taken;

--: coupon_expire
-- Marks up to $2 coupons that nobody holds and whose time was over at $1.
WITH over AS (
    SELECT issued_coupon_id FROM issued_coupon
    WHERE status = 'AVAILABLE' AND order_id IS NULL AND expires_at <= $1
    ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED
), marked AS (
    UPDATE issued_coupon i SET status = 'EXPIRED', updated_at = $1
    FROM over WHERE i.issued_coupon_id = over.issued_coupon_id
    RETURNING i.issued_coupon_id
)
SELECT count(*) FROM marked;

--: coupon_get
-- What is left: as last folded, less what was issued since. The worker folds at each tick, so that these are
-- few; while none runs they are counted all the same (some 40 ms for 100,000).
SELECT c.*, s.made, s.remaining - (
           SELECT count(*) FROM coupon_issue_delta d WHERE d.coupon_id = c.coupon_id) AS remaining
FROM coupon c JOIN coupon_supply s USING (coupon_id)
WHERE c.coupon_id = $1;

--: coupon_list_open
-- Templates open at $1, those that close first in front, from after ($2, $3) on. What was issued since the
-- last fold is counted for all of them at once, so that a long backlog is read once and not for each.
WITH page AS MATERIALIZED (
    SELECT * FROM coupon
    WHERE issue_ends_at > $1 AND issue_starts_at <= $1 AND (issue_ends_at, coupon_id) > ($2, $3)
    ORDER BY issue_ends_at, coupon_id LIMIT 101
), since AS MATERIALIZED (
    SELECT coupon_id, count(*) AS issued FROM coupon_issue_delta
    WHERE coupon_id IN (SELECT coupon_id FROM page) GROUP BY coupon_id
)
SELECT c.*, s.made, s.remaining - coalesce(d.issued, 0) AS remaining
FROM page c JOIN coupon_supply s USING (coupon_id) LEFT JOIN since d USING (coupon_id)
ORDER BY c.issue_ends_at, c.coupon_id LIMIT $4;

--: coupon_list_soon
-- Templates that open after $1, at $2 at the latest, those that open first in front.
SELECT c.*, s.made, s.remaining
FROM (SELECT * FROM coupon
      WHERE issue_starts_at > $1 AND issue_starts_at <= $2
      ORDER BY issue_starts_at, coupon_id LIMIT $3) c
JOIN coupon_supply s USING (coupon_id)
ORDER BY c.issue_starts_at, c.coupon_id;

--: coupon_lock_issuing
-- One issue of a coupon to a member at a time: the second finds what the first one wrote.
SELECT pg_advisory_xact_lock(hashtextextended('coupon:' || $1::bigint || ':' || $2::bigint, 0));

--: coupon_which_has
-- Of the templates $2, those that member $1 has had a coupon of.
SELECT coupon_id FROM issued_coupon WHERE member_id = $1 AND coupon_id = ANY($2::bigint[]);

--: coupon_to_issue
-- Template $1 with an id for one more of its coupons, whether member $3 has had one, and the slot to look for
-- one from: so far in as $2 of 2^31. Nothing is left when no slot is, not even one that somebody is about to take; how many exactly
-- is not counted, which would cost each claim of a rush thousands of rows.
SELECT nextval('issued_coupon_issued_coupon_id_seq') AS issued_coupon_id, f.start, c.*, s.made,
       EXISTS (SELECT FROM issued_coupon i WHERE i.coupon_id = c.coupon_id AND i.member_id = $3) AS has,
       CASE WHEN coalesce((SELECT o.slot_no FROM coupon_slot o WHERE o.coupon_id = c.coupon_id AND o.slot_no >= f.start
                           ORDER BY o.slot_no LIMIT 1),
                          (SELECT o.slot_no FROM coupon_slot o WHERE o.coupon_id = c.coupon_id
                           ORDER BY o.slot_no LIMIT 1)) IS NOT NULL
            THEN s.remaining ELSE 0 END AS remaining
FROM coupon c
JOIN coupon_supply s USING (coupon_id)
CROSS JOIN LATERAL (SELECT 1 + (c.quantity * $2::bigint >> 31) AS start) f
WHERE c.coupon_id = $1;

--: coupon_issue
-- Gives a slot of coupon $1 to member $2, as coupon $5: the first from $3 on that nobody else is about to
-- take, else the first before it; when none is free, it waits for those that others have their hands on,
-- since one of them may yet come back. Each place is looked at only when the one before it had nothing.
-- When all have been given out the schema refuses slot 0.
WITH slot AS MATERIALIZED (
    SELECT slot_no FROM (SELECT slot_no FROM coupon_slot WHERE coupon_id = $1 AND slot_no >= $3
                         ORDER BY slot_no LIMIT 1 FOR UPDATE SKIP LOCKED) onward
    UNION ALL
    SELECT slot_no FROM (SELECT slot_no FROM coupon_slot WHERE coupon_id = $1 AND slot_no < $3
                         ORDER BY slot_no LIMIT 1 FOR UPDATE SKIP LOCKED) before
    UNION ALL
    SELECT slot_no FROM (SELECT slot_no FROM coupon_slot WHERE coupon_id = $1
                         ORDER BY slot_no LIMIT 1 FOR UPDATE) waiting
    LIMIT 1
), taken AS (
    DELETE FROM coupon_slot c USING slot WHERE c.coupon_id = $1 AND c.slot_no = slot.slot_no
    RETURNING c.slot_no
), noted AS (
    INSERT INTO coupon_issue_delta (coupon_id) SELECT $1 FROM taken
)
INSERT INTO issued_coupon (issued_coupon_id, coupon_id, member_id, slot_no, name, description, type, value,
                           min_order_amount, max_discount, status, issued_at, expires_at, updated_at)
OVERRIDING SYSTEM VALUE
SELECT $5, $1, $2, coalesce(t.slot_no, 0), c.name, c.description, c.type, c.value, c.min_order_amount,
       c.max_discount, 'AVAILABLE', $4, $6, $4
FROM coupon c LEFT JOIN taken t ON true WHERE c.coupon_id = $1;

--: coupon_issued_lock
-- An issued coupon, of member $2 (NULL: whoever's); after cart lines and before balance and stock.
SELECT i.*, NULL::text AS order_no FROM issued_coupon i
WHERE i.issued_coupon_id = $1 AND (i.member_id = $2 OR $2::bigint IS NULL)
FOR UPDATE;

--: coupon_issued_lock_of_sheet
-- The one that sheet $1 was made with, if any, of member $2.
SELECT i.*, NULL::text AS order_no FROM order_sheet s JOIN issued_coupon i USING (issued_coupon_id)
WHERE s.sheet_id = $1 AND i.member_id = $2
FOR UPDATE OF i;

--: coupon_issued_read
-- The same, without a lock.
SELECT i.*, NULL::text AS order_no FROM issued_coupon i
WHERE i.issued_coupon_id = $1 AND i.member_id = $2;

--: coupon_list_of_member
-- Coupons of member $1 in state $3 at time $4, newest first, older than $2. One whose time is over is
-- EXPIRED before the worker has marked it, unless an order holds it.
SELECT i.*, o.order_no
FROM (SELECT * FROM issued_coupon
      WHERE member_id = $1 AND issued_coupon_id < $2
        AND CASE WHEN status = 'AVAILABLE' AND order_id IS NULL AND expires_at <= $4
                 THEN 'EXPIRED' ELSE status END = $3
      ORDER BY issued_coupon_id DESC LIMIT 101) i
LEFT JOIN orders o USING (order_id)
ORDER BY i.issued_coupon_id DESC LIMIT $5;

--: coupon_list_usable
-- Coupons of member $1 that a new order may carry at $2, the newest $3.
SELECT i.*, NULL::text AS order_no FROM issued_coupon i
WHERE i.member_id = $1 AND i.status = 'AVAILABLE' AND i.order_id IS NULL AND i.expires_at > $2
ORDER BY i.issued_coupon_id DESC LIMIT $3;

--: coupon_revoke
UPDATE issued_coupon SET status = 'REVOKED', revoked = true, updated_at = $2 WHERE issued_coupon_id = $1;

--: coupon_hold
-- Order $2 takes a coupon that was locked: used at once when it is paid.
UPDATE issued_coupon SET order_id = $2, status = CASE WHEN $3::boolean THEN 'USED' ELSE status END, updated_at = $4
WHERE issued_coupon_id = $1;

--: coupon_use
-- The coupon that order $1 holds is used by it. One revoked after the payment was started is too.
UPDATE issued_coupon SET status = 'USED', updated_at = $2 WHERE order_id = $1;

--: coupon_release
-- The coupon that order $1 held or used comes back, as what it is by now.
UPDATE issued_coupon
SET order_id = NULL, updated_at = $2,
    status = CASE WHEN revoked THEN 'REVOKED' WHEN expires_at <= $2 THEN 'EXPIRED' ELSE 'AVAILABLE' END
WHERE order_id = $1;

--: coupon_list_all
-- Every template, newest first, older than $1.
WITH page AS MATERIALIZED (
    SELECT * FROM coupon WHERE coupon_id < $1 ORDER BY coupon_id DESC LIMIT 101
), since AS MATERIALIZED (
    SELECT coupon_id, count(*) AS issued FROM coupon_issue_delta
    WHERE coupon_id IN (SELECT coupon_id FROM page) GROUP BY coupon_id
)
SELECT c.*, s.made, s.remaining - coalesce(d.issued, 0) AS remaining
FROM page c JOIN coupon_supply s USING (coupon_id) LEFT JOIN since d USING (coupon_id)
ORDER BY c.coupon_id DESC LIMIT $2;

--: coupon_list_issued
-- Issued ones of template $1, newest first, older than $2.
SELECT i.*, o.order_no
FROM (SELECT * FROM issued_coupon
      WHERE coupon_id = $1 AND issued_coupon_id < $2
      ORDER BY issued_coupon_id DESC LIMIT $3) i
LEFT JOIN orders o USING (order_id)
ORDER BY i.issued_coupon_id DESC;

--: coupon_list_issued_to
-- The one of template $1 that member $2 has.
SELECT i.*, o.order_no FROM issued_coupon i LEFT JOIN orders o USING (order_id)
WHERE i.coupon_id = $1 AND i.member_id = $2;

--: coupon_issued_since
-- How many of template $1 were issued after $2; of a rush, the last 5,000 are looked at.
SELECT count(*) FROM (SELECT issued_at FROM issued_coupon WHERE coupon_id = $1
                      ORDER BY issued_coupon_id DESC LIMIT 5000) i
WHERE i.issued_at > $2;
