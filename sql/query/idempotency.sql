--: idempotency_claim
-- First in a transaction: takes the lock $1 of key $4 of caller $3 and ends it with JT001 when that is
-- taken, or an answer made after $5 is recorded. $2: waits for whoever runs under this key.
SELECT idempotency_claim($1, $2, $3, $4, $5);

--: idempotency_try_lock
SELECT pg_try_advisory_xact_lock($1)::int;

--: idempotency_wait_lock
-- Waits until whoever runs under this key has ended, at most lock_timeout.
SELECT pg_advisory_xact_lock($1);

--: idempotency_find
-- A statement of its own after the lock: an earlier snapshot would miss the record.
SELECT fingerprint, status, content_type, location, body
FROM idempotency
WHERE caller = $1 AND key = $2 AND created_at > $3;

--: idempotency_insert
-- Under the key's lock, so whatever stands there is past its time.
INSERT INTO idempotency (caller, key, fingerprint, status, content_type, location, body, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (caller, key) DO UPDATE
SET fingerprint = excluded.fingerprint, status = excluded.status,
    content_type = excluded.content_type, location = excluded.location, body = excluded.body,
    created_at = excluded.created_at;

--: idempotency_forget
-- The answers kept for a caller hold personal data.
DELETE FROM idempotency WHERE caller = $1;

--: idempotency_sweep
-- Records made up to $1: past their time for every purpose.
DELETE FROM idempotency WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM idempotency WHERE created_at <= $1
    ORDER BY created_at LIMIT 500 FOR UPDATE SKIP LOCKED));
