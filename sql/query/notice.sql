--: notice_insert
-- Notice $1 to $6 to member $7 or guest $8; to nobody, when that member has left: money of an order that
-- was over may go back later than that.
WITH made AS (
    INSERT INTO notice (kind, subject, name, state, amount, created_at, member_id, guest_id)
    SELECT $1, $2, $3, $4, $5, $6, $7, $8
    WHERE NOT EXISTS (SELECT FROM member m WHERE m.member_id = $7 AND m.status = 'WITHDRAWN')
    RETURNING notice_id
)
INSERT INTO notice_push (notice_id, attempts) SELECT notice_id, 0 FROM made;

--: notice_insert_for_seller
WITH made AS (
    INSERT INTO notice (kind, subject, name, state, amount, created_at, member_id)
    SELECT $1, $2, $3, $4, $5, $6, m.member_id
    FROM seller s JOIN member m USING (member_id)
    WHERE s.seller_id = $7 AND m.status <> 'WITHDRAWN'
    RETURNING notice_id
)
INSERT INTO notice_push (notice_id, attempts) SELECT notice_id, 0 FROM made;

--: notice_insert_for_order
-- What a paid order tells, in one go: notice $1 to $5 to its buyer, member $6 or guest $7, and of kind $8
-- to each of the sellers $9, with $10 and $11 for name and amount.
WITH made AS (
    INSERT INTO notice (kind, subject, name, amount, created_at, member_id, guest_id)
    SELECT $1, $2, $3, $4::bigint, $5::timestamptz, $6::bigint, $7::bigint
    UNION ALL
    SELECT $8, $2, w.name, w.amount, $5, m.member_id, NULL
    FROM unnest($9::bigint[], $10::text[], $11::bigint[]) AS w (seller_id, name, amount)
    JOIN seller s USING (seller_id)
    JOIN member m USING (member_id)
    WHERE m.status <> 'WITHDRAWN'
    RETURNING notice_id
)
INSERT INTO notice_push (notice_id, attempts) SELECT notice_id, 0 FROM made;

--: notice_insert_for_admins
WITH made AS (
    INSERT INTO notice (kind, subject, name, state, amount, created_at, member_id)
    SELECT $1, $2, $3, $4, $5, $6, m.member_id FROM member m
    WHERE m.role = 'ADMIN' AND m.status <> 'WITHDRAWN'
    RETURNING notice_id
)
INSERT INTO notice_push (notice_id, attempts) SELECT notice_id, 0 FROM made;

--: notice_list_of_member
-- Of member $1, newest first, older than $2; $3 how many at most.
SELECT notice_id, kind, subject, name, state, amount, created_at, read_at FROM notice
WHERE member_id = $1 AND notice_id < $2 ORDER BY notice_id DESC LIMIT $3;

--: notice_list_unread_of_member
SELECT notice_id, kind, subject, name, state, amount, created_at, read_at FROM notice
WHERE member_id = $1 AND read_at IS NULL AND notice_id < $2 ORDER BY notice_id DESC LIMIT $3;

--: notice_list_of_guest
-- A guest has few: no index of its own for those not read.
SELECT notice_id, kind, subject, name, state, amount, created_at, read_at FROM notice
WHERE guest_id = $1 AND notice_id < $2 AND (read_at IS NULL OR NOT $4::boolean)
ORDER BY notice_id DESC LIMIT $3;

--: notice_count_unread_of_member
-- $2 at most.
SELECT count(*) FROM (SELECT FROM notice WHERE member_id = $1 AND read_at IS NULL LIMIT $2::bigint) n;

--: notice_count_unread_of_guest
SELECT count(*) FROM (SELECT FROM notice WHERE guest_id = $1 AND read_at IS NULL LIMIT $2::bigint) n;

--: notice_list_about_of_member
SELECT n.* FROM (SELECT notice_id, kind, subject, name, state, amount, created_at, read_at FROM notice
                 WHERE member_id = $1 ORDER BY notice_id DESC LIMIT $3) n
WHERE n.subject = $2 ORDER BY n.notice_id DESC;

--: notice_list_about_of_guest
SELECT n.* FROM (SELECT notice_id, kind, subject, name, state, amount, created_at, read_at FROM notice
                 WHERE guest_id = $1 ORDER BY notice_id DESC LIMIT $3) n
WHERE n.subject = $2 ORDER BY n.notice_id DESC;

--: notice_list_about_of_sellers
-- What the sellers $1 were told of $2 since notice $3, newest first: each among their first $4 from there on.
SELECT n.* FROM seller s
CROSS JOIN LATERAL (SELECT notice_id, kind, subject, name, state, amount, created_at, read_at FROM notice
                    WHERE member_id = s.member_id AND notice_id >= $3 ORDER BY notice_id LIMIT $4) n
WHERE s.seller_id = ANY ($1::bigint[]) AND n.subject = $2 ORDER BY n.notice_id DESC;

--: notice_read
-- The time of the first reading stays.
UPDATE notice SET read_at = coalesce(read_at, $4)
WHERE notice_id = $1 AND (member_id = $2 OR guest_id = $3)
RETURNING notice_id, kind, subject, name, state, amount, created_at, read_at;

--: notice_read_all_of_member
-- Those written up to now; one that commits later stays unread.
UPDATE notice SET read_at = $2 WHERE member_id = $1 AND read_at IS NULL;

--: notice_read_all_of_guest
UPDATE notice SET read_at = $2 WHERE guest_id = $1 AND read_at IS NULL;

--: notice_listen
INSERT INTO notice_listener (reader, lang, until) VALUES ($1, $2, $3)
ON CONFLICT (reader, lang) DO UPDATE SET until = greatest(notice_listener.until, excluded.until);

--: notice_claim
-- Takes up to $4 notices off the queue that are due at $1: those whose reader listens are the worker's
-- ($3) until $2, one row a language listened to; the others are done with, one row without a language.
-- A listener's row commits before that listener reads the list: so a notice taken here for nobody is
-- in the list of everybody who comes later.
WITH due AS MATERIALIZED (
    SELECT p.notice_id FROM notice_push p
    WHERE p.claimed_until IS NULL OR p.claimed_until <= $1
    ORDER BY p.notice_id LIMIT $4::bigint FOR UPDATE SKIP LOCKED
), heard AS MATERIALIZED (
    SELECT n.*, l.reader, l.lang
    FROM due d
    JOIN notice n USING (notice_id)
    CROSS JOIN LATERAL (SELECT l.reader, l.lang FROM notice_listener l
                        WHERE l.reader = CASE WHEN n.member_id IS NULL THEN 'g' || n.guest_id ELSE 'm' || n.member_id END
                          AND l.until > $1
                        OFFSET 0) l -- looked up one by one: due ones are few, listeners many
), dropped AS (
    DELETE FROM notice_push p USING due d
    WHERE p.notice_id = d.notice_id AND NOT EXISTS (SELECT FROM heard h WHERE h.notice_id = d.notice_id)
), taken AS (
    UPDATE notice_push p SET claimed_until = $2, claim = $3
    WHERE p.notice_id IN (SELECT notice_id FROM heard)
    RETURNING p.notice_id, p.attempts, p.addresses
)
SELECT d.notice_id, h.kind, h.subject, h.name, h.state, h.amount, h.created_at, h.read_at, h.reader, h.lang,
       t.attempts, t.addresses
FROM due d LEFT JOIN heard h USING (notice_id) LEFT JOIN taken t USING (notice_id)
ORDER BY d.notice_id, h.lang;

--: notice_pushed
-- Done with, whatever became of it; nothing when somebody else has taken it meanwhile.
DELETE FROM notice_push WHERE notice_id = ANY($1::bigint[]) AND claim = $2;

--: notice_push_failed
-- Tried again at $3, at the addresses $4.
UPDATE notice_push SET attempts = attempts + 1, addresses = $4, claim = NULL, claimed_until = $3
WHERE notice_id = $1 AND claim = $2;

--: notice_push_release
UPDATE notice_push SET claim = NULL, claimed_until = NULL WHERE notice_id = ANY($1::bigint[]) AND claim = $2;

--: notice_silence
-- Nothing more is pushed to member $1 until a stream of theirs begins anew.
DELETE FROM notice_listener WHERE reader = 'm' || $1::bigint;

--: notice_forget
-- All of a member who leaves.
WITH silent AS (
    DELETE FROM notice_listener WHERE reader = 'm' || $1::bigint
)
DELETE FROM notice WHERE member_id = $1;

--: notice_sweep
-- Those made up to $1. Ids follow time closely enough: the oldest are looked at.
DELETE FROM notice WHERE notice_id = ANY (ARRAY(
    SELECT notice_id FROM notice
    WHERE notice_id IN (SELECT notice_id FROM notice ORDER BY notice_id LIMIT 500) AND created_at <= $1
    FOR UPDATE SKIP LOCKED));

--: notice_listener_sweep
DELETE FROM notice_listener WHERE until <= $1;
