--: login_failure_lock
-- What is known of a subject $1, at $2; a row of its own where nothing was, so that it can be locked.
INSERT INTO login_failure AS f (subject, failures, failed_at, open_at) VALUES ($1, 0, $2, $2)
ON CONFLICT (subject) DO UPDATE SET failures = f.failures
RETURNING failures, failed_at, open_at;

--: login_failure_count
UPDATE login_failure SET failures = $2, failed_at = $3, open_at = $4 WHERE subject = $1;

--: login_failure_forget
DELETE FROM login_failure WHERE subject = $1;

--: login_failure_take_back
UPDATE login_failure SET failures = greatest(failures - 1, 0), open_at = least(open_at, failed_at)
WHERE subject = $1;

--: login_failure_sweep
-- The last failure lies at $1 or before.
DELETE FROM login_failure WHERE subject = ANY (ARRAY(
    SELECT subject FROM login_failure WHERE failed_at <= $1
    ORDER BY failed_at LIMIT 500 FOR UPDATE SKIP LOCKED));
