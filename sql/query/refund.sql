--: refund_insert
-- $2 won of payment $1 are to go back for the lines $4; the gateway is asked as soon as the worker
-- comes by.
WITH made AS (
    INSERT INTO refund (payment_id, refund_key, amount, reason, kind, status, attempts, next_at, created_at)
    VALUES ($1, 'refund-' || gen_random_uuid(), $2, $3, 'CLAIM', 'PENDING', 0, $5, $5)
    RETURNING refund_id, payment_id, amount
), items AS (
    INSERT INTO refund_item (refund_id, item_id)
    SELECT refund_id, item_id FROM made CROSS JOIN unnest($4::bigint[]) AS item_id
)
INSERT INTO payment_log (payment_id, event, detail, created_at)
SELECT payment_id, 'REFUND_REQUESTED', 'CARD ' || amount, $5 FROM made;

--: refund_promised
-- The lines of order $1 whose money is on its way, and the refunds that bring it.
SELECT i.item_id, r.refund_id
FROM payment p JOIN refund r USING (payment_id) JOIN refund_item i USING (refund_id)
WHERE p.order_id = $1 AND r.status <> 'DONE';

--: refund_sums
-- Card money of order $1 that goes back: on its way, what the gateway would not give, and what is back of
-- a payment that came late or second.
SELECT coalesce(sum(r.amount) FILTER (WHERE r.status = 'PENDING'), 0)::bigint AS on_its_way,
       coalesce(sum(r.amount) FILTER (WHERE r.status = 'FAILED'), 0)::bigint AS failed,
       coalesce(sum(r.amount) FILTER (WHERE r.status = 'DONE' AND r.kind = 'RETURNED'), 0)::bigint AS returned
FROM payment p JOIN refund r USING (payment_id)
WHERE p.order_id = $1;

--: refund_take
-- The refund that has been due longest at $1 becomes the asker's ($3) until $2.
WITH due AS (
    SELECT refund_id FROM refund
    WHERE status = 'PENDING' AND next_at <= $1 AND (claimed_until IS NULL OR claimed_until <= $1)
    ORDER BY next_at, refund_id LIMIT 1
    FOR UPDATE SKIP LOCKED
), taken AS (
    UPDATE refund r SET claimed_until = $2, claim = $3 FROM due WHERE r.refund_id = due.refund_id
    RETURNING r.*
)
SELECT t.refund_id, t.payment_id, t.kind, t.refund_key, t.amount, t.reason, t.attempts, p.transaction_key,
       o.order_no, o.member_id, o.guest_id
FROM taken t JOIN payment p USING (payment_id) JOIN orders o USING (order_id);

--: refund_lock
-- No row, when the claim $2 has run out and somebody else has the refund.
SELECT refund_id FROM refund WHERE refund_id = $1 AND claim = $2 AND status = 'PENDING' FOR UPDATE;

--: refund_set_done
UPDATE refund
SET status = 'DONE', attempts = attempts + 1, last_error = NULL, done_at = $2, claim = NULL, claimed_until = NULL
WHERE refund_id = $1;

--: refund_set_failed
-- Tried again at $4, or failed ($5). No row, when the claim $2 has run out.
WITH changed AS (
    UPDATE refund
    SET status = CASE WHEN $5::boolean THEN 'FAILED' ELSE 'PENDING' END, attempts = attempts + 1,
        last_error = $3, next_at = $4, claim = NULL, claimed_until = NULL
    WHERE refund_id = $1 AND claim = $2 AND status = 'PENDING'
    RETURNING refund_id, payment_id, amount
), noted AS (
    INSERT INTO payment_log (payment_id, event, detail, created_at)
    SELECT payment_id, 'REFUND_FAILED', 'CARD ' || amount, $6 FROM changed WHERE $5
)
SELECT refund_id FROM changed;

--: refund_retry
-- The failed refunds of payment $1 start anew, each under its own key.
WITH failed AS (
    SELECT refund_id FROM refund WHERE payment_id = $1 AND status = 'FAILED' ORDER BY refund_id FOR UPDATE
), changed AS (
    UPDATE refund r SET status = 'PENDING', attempts = 0, next_at = $2
    FROM failed WHERE r.refund_id = failed.refund_id
    RETURNING r.refund_id, r.payment_id, r.amount
), noted AS (
    INSERT INTO payment_log (payment_id, event, detail, created_at)
    SELECT payment_id, 'REFUND_RETRIED', 'CARD ' || amount, $2 FROM changed ORDER BY refund_id
)
SELECT count(*) FROM changed;
