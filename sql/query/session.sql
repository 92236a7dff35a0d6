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
