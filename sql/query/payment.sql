--: payment_insert_done
-- A payment that is complete as it is written (points, or nothing to pay) and makes its order PAID. $5: the
-- id it was promised, if it was.
WITH made AS (
    INSERT INTO payment (payment_id, order_id, method, amount, refunded, status, completes_order, created_at, updated_at)
    OVERRIDING SYSTEM VALUE
    VALUES (coalesce($5, nextval('payment_payment_id_seq')), $1, $2, $3, 0, 'APPROVED', true, $4, $4)
    RETURNING payment_id
), noted AS (
    INSERT INTO payment_log (payment_id, event, detail, created_at)
    SELECT payment_id, 'APPROVED', $2 || ' ' || $3::bigint, $4 FROM made
)
SELECT payment_id FROM made;

--: payment_get
-- $4: whoever asks may see any.
SELECT p.payment_id, o.order_no, p.method, p.status, p.amount, p.refunded, p.transaction_key
FROM payment p JOIN orders o USING (order_id)
WHERE p.payment_id = $1
  AND ($4::boolean OR o.member_id = $2 OR o.guest_id = $3
       OR EXISTS (SELECT 1 FROM guest_order_view v WHERE v.guest_id = $3 AND v.order_id = o.order_id));

--: payment_log_of
SELECT event, detail, created_at FROM payment_log WHERE payment_id = $1 ORDER BY log_id;

--: payment_return
-- All of a payment that completes no order goes back.
WITH made AS (
    INSERT INTO refund (payment_id, refund_key, amount, reason, kind, status, attempts, next_at, created_at)
    VALUES ($1, $2, $3, 'the order was over', 'RETURNED', 'PENDING', 0, $4, $4)
    RETURNING payment_id, amount
)
INSERT INTO payment_log (payment_id, event, detail, created_at)
SELECT payment_id, 'RETURN_REQUESTED', amount::text, $4 FROM made;

--: payment_insert_card
-- A card payment of order $1 under key $3, before the gateway knows of it; it is asked for at $5.
WITH made AS (
    INSERT INTO payment (order_id, method, amount, refunded, status, completes_order, payment_key, ask_at, created_at, updated_at)
    VALUES ($1, 'CARD', $2, 0, 'PENDING', false, $3, $5, $4, $4)
    RETURNING payment_id, amount
), noted AS (
    INSERT INTO payment_log (payment_id, event, detail, created_at)
    SELECT payment_id, 'STARTED', 'CARD ' || amount, $4 FROM made
)
SELECT payment_id FROM made;

--: payment_lock_open
-- The open payment of an order that is locked already.
SELECT p.*, o.order_no FROM payment p JOIN orders o USING (order_id)
WHERE p.order_id = $1 AND p.status = 'PENDING' FOR UPDATE OF p;

--: payment_lock_card
SELECT p.*, o.order_no FROM payment p JOIN orders o USING (order_id)
WHERE p.payment_key = $1 FOR UPDATE OF p;

--: payment_order_of
SELECT o.order_no FROM payment p JOIN orders o USING (order_id) WHERE p.payment_key = $1;

--: payment_get_card
SELECT p.*, o.order_no FROM payment p JOIN orders o USING (order_id)
WHERE p.payment_id = $1 AND p.method = 'CARD'
  AND (o.member_id = $2 OR o.guest_id = $3
       OR EXISTS (SELECT 1 FROM guest_order_view v WHERE v.guest_id = $3 AND v.order_id = o.order_id));

--: payment_set_started
-- Where the buyer pays. A callback may have told the transaction's key before.
WITH changed AS (
    UPDATE payment SET transaction_key = $2, checkout_url = $3, updated_at = $4
    WHERE payment_id = $1 AND checkout_url IS NULL AND coalesce(transaction_key, $2) = $2
    RETURNING payment_id
)
INSERT INTO payment_log (payment_id, event, detail, created_at)
SELECT payment_id, 'GATEWAY_ACCEPTED', $2, $4 FROM changed;

--: payment_cancel_unstarted
-- The gateway refused it for good. Should it have been called for it before, by whoever, that call may
-- have been heard all the same: then it is followed as any other.
WITH changed AS (
    UPDATE payment SET status = 'CANCELLED', ask_at = NULL, updated_at = $2
    WHERE payment_id = $1 AND status = 'PENDING' AND transaction_key IS NULL AND asks = 0
    RETURNING payment_id
)
INSERT INTO payment_log (payment_id, event, detail, created_at)
SELECT payment_id, 'GATEWAY_REFUSED', '', $2 FROM changed;

--: payment_call_again
-- The gateway will be called once more for it: what it refuses from now on may be a repeat.
UPDATE payment SET asks = greatest(asks, 1) WHERE payment_id = $1;

--: payment_note
INSERT INTO payment_log (payment_id, event, detail, created_at) VALUES ($1, $2, $3, $4);

--: payment_set_result
-- $7: when it is asked for again all the same, if it is.
WITH changed AS (
    UPDATE payment SET status = $2, completes_order = $3, transaction_key = coalesce(transaction_key, $4),
                       ask_at = $7, updated_at = $6
    WHERE payment_id = $1
    RETURNING payment_id, status
)
INSERT INTO payment_log (payment_id, event, detail, created_at)
SELECT payment_id, status, $5, $6 FROM changed;

--: payment_note_callback
-- No row: a copy of it has been here.
INSERT INTO gateway_callback (webhook_id, payment_id, received_at) VALUES ($1, $2, $3)
ON CONFLICT DO NOTHING;

--: payment_sweep_callbacks
DELETE FROM gateway_callback WHERE webhook_id IN (
    SELECT webhook_id FROM gateway_callback WHERE received_at < $1 ORDER BY received_at LIMIT 1000 FOR UPDATE SKIP LOCKED);

--: payment_claim
-- Up to $3 payments, open or given up, that are to be asked for at $1 are nobody else's until $2.
WITH due AS (
    SELECT payment_id FROM payment WHERE ask_at <= $1 ORDER BY ask_at LIMIT $3::bigint FOR UPDATE SKIP LOCKED
)
UPDATE payment p SET ask_at = $2, asks = p.asks + 1
FROM due, orders o WHERE p.payment_id = due.payment_id AND o.order_id = p.order_id
RETURNING p.*, o.order_no;

--: payment_ask_again
-- If it stands as $3 still.
UPDATE payment SET ask_at = $2 WHERE payment_id = $1 AND status = $3 AND ask_at IS NOT NULL;

--: payment_forget
-- The gateway does not know what was given up any more: nothing will come of it.
WITH changed AS (
    UPDATE payment SET ask_at = NULL, updated_at = $2
    WHERE payment_id = $1 AND status = 'CANCELLED' AND ask_at IS NOT NULL
    RETURNING payment_id
)
INSERT INTO payment_log (payment_id, event, detail, created_at)
SELECT payment_id, 'GATEWAY_FORGOT', '', $2 FROM changed;
