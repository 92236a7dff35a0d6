--: event_insert
INSERT INTO event_out (aggregatetype, aggregateid, type, payload, destination, state, attempts, created_at, next_try_at)
VALUES ('order', $1, $2, $3::text::json, $4, 'PENDING', 0, $5, $5);

--: event_claim
-- Up to $5 events for destination $1 that are due at $2 become the courier's ($4) until $3. An event
-- waits while an older one of its order is not delivered, parked ones too: order is kept.
WITH due AS (
    SELECT e.id FROM event_out e
    WHERE e.destination = $1 AND e.state = 'PENDING' AND e.next_try_at <= $2
      AND (e.claimed_until IS NULL OR e.claimed_until <= $2)
      AND NOT EXISTS (SELECT FROM event_out older
                      WHERE older.destination = e.destination AND older.aggregateid = e.aggregateid
                        AND older.id < e.id AND older.state <> 'DELIVERED')
    ORDER BY e.next_try_at, e.id
    LIMIT $5::bigint
    FOR UPDATE OF e SKIP LOCKED
)
UPDATE event_out e SET claimed_until = $3, claim = $4
FROM due WHERE e.id = due.id
RETURNING e.id AS event_id, e.type, e.aggregateid AS subject, e.payload::text AS payload, e.attempts, e.created_at;

--: event_set_delivered
-- Nothing, when the claim $2 has run out and somebody else has the event.
UPDATE event_out
SET state = 'DELIVERED', attempts = attempts + 1, last_error = NULL, delivered_at = $3, claim = NULL, claimed_until = NULL
WHERE id = $1 AND claim = $2;

--: event_set_failed
-- Tried again at $4, or parked: then admins are told.
WITH failed AS (
    UPDATE event_out
    SET state = CASE WHEN $5::boolean THEN 'PARKED' ELSE 'PENDING' END, attempts = attempts + 1, last_error = $3,
        next_try_at = $4, claim = NULL, claimed_until = NULL
    WHERE id = $1 AND claim = $2
    RETURNING aggregateid, type, state
), told AS (
    INSERT INTO notice (kind, subject, name, amount, created_at, member_id)
    SELECT 'EVENT_PARKED', f.aggregateid, f.type, 0, $6, m.member_id
    FROM failed f, member m
    WHERE f.state = 'PARKED' AND m.role = 'ADMIN' AND m.status <> 'WITHDRAWN'
    RETURNING notice_id
)
INSERT INTO notice_push (notice_id, attempts) SELECT notice_id, 0 FROM told;

--: event_release
UPDATE event_out SET claim = NULL, claimed_until = NULL WHERE id = $1 AND claim = $2;

--: event_list
SELECT id AS event_id, type, aggregateid AS subject, state, attempts, last_error, created_at, delivered_at
FROM event_out WHERE id < $1 ORDER BY id DESC LIMIT $2;

--: event_list_in_state
SELECT id AS event_id, type, aggregateid AS subject, state, attempts, last_error, created_at, delivered_at
FROM event_out WHERE state = $3 AND id < $1 ORDER BY id DESC LIMIT $2;

--: event_list_of_order
SELECT id AS event_id, type, aggregateid AS subject, state, attempts, last_error, created_at, delivered_at
FROM event_out WHERE aggregateid = $1 ORDER BY id LIMIT $2;

--: event_resend
-- As if it had never been tried. One that is under way stays its courier's.
UPDATE event_out SET state = 'PENDING', attempts = 0, next_try_at = $2, delivered_at = NULL
WHERE id = $1
RETURNING id AS event_id, type, aggregateid AS subject, state, attempts, last_error, created_at, delivered_at;

--: event_resend_parked
-- The oldest $3 parked ones of a destination, all their tries before them again.
UPDATE event_out SET state = 'PENDING', attempts = 0, next_try_at = $2
WHERE id = ANY (ARRAY(
    SELECT id FROM event_out WHERE destination = $1 AND state = 'PARKED'
    ORDER BY id LIMIT $3::bigint FOR UPDATE SKIP LOCKED));

--: event_sweep
-- Delivered up to $1, and kept for long enough.
DELETE FROM event_out WHERE id = ANY (ARRAY(
    SELECT id FROM event_out WHERE state = 'DELIVERED' AND delivered_at <= $1
    ORDER BY delivered_at LIMIT 500 FOR UPDATE SKIP LOCKED));
