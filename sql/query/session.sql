--: session_resolve
-- Who calls: a member in good standing, or a guest.
SELECT s.session_id, s.member_id, s.guest_id, s.seen_at, s.expires_at, m.role, m.name, l.seller_id
FROM session s
LEFT JOIN member m ON m.member_id = s.member_id
LEFT JOIN seller l ON l.member_id = s.member_id
WHERE s.token_hash = $1 AND (s.guest_id IS NOT NULL OR m.status = 'ACTIVE');

--: session_seen
UPDATE session SET seen_at = $2 WHERE session_id = $1 AND seen_at < $2;

--: session_insert_member
-- The password was checked before this transaction; the share lock sees to it that it still stands,
-- so that a log-in cannot slip past a change of password or a suspension.
INSERT INTO session (token_hash, member_id, created_at, seen_at, expires_at)
SELECT $2, m.member_id, $4, $4, $5
FROM (SELECT member_id FROM member
      WHERE member_id = $1 AND status = 'ACTIVE' AND password_hash = $3
      FOR SHARE) m
RETURNING session_id;

--: session_insert_guest
WITH made AS (
    INSERT INTO guest (created_at) VALUES ($2) RETURNING guest_id
)
INSERT INTO session (token_hash, guest_id, created_at, seen_at, expires_at)
SELECT $1, guest_id, $2, $2, $3 FROM made
RETURNING session_id, guest_id;

--: session_delete
DELETE FROM session WHERE session_id = $1;

--: session_delete_others
-- All sessions of a member but one (NULL: all).
DELETE FROM session WHERE member_id = $1 AND session_id IS DISTINCT FROM $2::bigint;

--: session_sweep_ended
DELETE FROM session WHERE session_id = ANY (ARRAY(
    SELECT session_id FROM session WHERE expires_at <= $1
    ORDER BY expires_at LIMIT 500 FOR UPDATE SKIP LOCKED));

--: session_sweep_idle
-- Sessions last seen up to $1.
DELETE FROM session WHERE session_id = ANY (ARRAY(
    SELECT session_id FROM session WHERE seen_at <= $1
    ORDER BY seen_at LIMIT 500 FOR UPDATE SKIP LOCKED));

--: guest_lock_due
-- Guests made or last looked at up to $1. The lock holds off every insert that would refer to them.
SELECT guest_id FROM guest WHERE coalesce(looked_at, created_at) <= $1
ORDER BY coalesce(looked_at, created_at) LIMIT 500 FOR UPDATE SKIP LOCKED;

--: guest_sweep
-- A statement of its own after the lock: an earlier snapshot would miss what refers to them. Of the
-- guests $1 those go whom neither a session nor a cart line nor a sheet nor an order refers to, with
-- what they had looked up; those with an order stay for ever, the others are looked at again.
WITH judged AS (
    SELECT g.guest_id,
           EXISTS (SELECT FROM orders o WHERE o.guest_id = g.guest_id) AS ordered,
           EXISTS (SELECT FROM session s WHERE s.guest_id = g.guest_id)
           OR EXISTS (SELECT FROM cart_item c WHERE c.guest_id = g.guest_id)
           OR EXISTS (SELECT FROM order_sheet o WHERE o.guest_id = g.guest_id) AS in_use
    FROM unnest($1::bigint[]) AS g (guest_id)
), kept AS (
    UPDATE guest g SET looked_at = CASE WHEN j.ordered THEN 'infinity' ELSE $2::timestamptz END
    FROM judged j WHERE g.guest_id = j.guest_id AND (j.ordered OR j.in_use)
), untold AS (
    DELETE FROM notice n USING judged j WHERE n.guest_id = j.guest_id AND NOT (j.ordered OR j.in_use)
), forgotten AS (
    DELETE FROM guest_order_view v USING judged j
    WHERE v.guest_id = j.guest_id AND NOT (j.ordered OR j.in_use)
)
DELETE FROM guest g USING judged j WHERE g.guest_id = j.guest_id AND NOT (j.ordered OR j.in_use);
