-- Card payments (Y2-Y6, X3): what the gateway knows of a payment, money that goes back by it, and the
-- callbacks it has sent.

ALTER TABLE payment
    ADD COLUMN payment_key  text,           -- ours, unguessable; the gateway is idempotent on it
    ADD COLUMN checkout_url text,           -- where the buyer pays
    ADD COLUMN ask_at       timestamptz,    -- when the gateway is asked next; NULL: followed to its end
    ADD COLUMN asks         int NOT NULL DEFAULT 0 CONSTRAINT payment_asks CHECK (asks >= 0),
    ADD CONSTRAINT payment_key_key UNIQUE (payment_key),
    ADD CONSTRAINT payment_transaction_key_key UNIQUE (transaction_key),
    ADD CONSTRAINT payment_key_is_a_cards CHECK ((method = 'CARD') = (payment_key IS NOT NULL)),
    ADD CONSTRAINT payment_transaction_is_a_cards CHECK (transaction_key IS NULL OR method = 'CARD'),
    ADD CONSTRAINT payment_checkout_of_transaction CHECK (checkout_url IS NULL OR transaction_key IS NOT NULL),
    -- Money came from the gateway: then it has told its key.
    ADD CONSTRAINT payment_approved_has_transaction CHECK (
        method <> 'CARD' OR transaction_key IS NOT NULL OR status NOT IN ('APPROVED', 'PARTIALLY_REFUNDED', 'REFUNDED')),
    -- What is open is followed, until it is not.
    ADD CONSTRAINT payment_open_is_followed CHECK ((ask_at IS NOT NULL) = (method = 'CARD' AND status = 'PENDING'));
CREATE INDEX payment_ask ON payment (ask_at) WHERE ask_at IS NOT NULL;

-- Money on its way back through the gateway. CLAIM: for lines of a paid order, named in refund_item.
-- RETURNED: all of a payment that came late or second; no line of the order has to do with it.
CREATE TABLE refund (
    refund_id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    payment_id    bigint NOT NULL REFERENCES payment,
    refund_key    text NOT NULL CONSTRAINT refund_key_key UNIQUE,   -- the gateway is idempotent on it
    amount        bigint NOT NULL CONSTRAINT refund_amount CHECK (amount > 0),
    reason        text NOT NULL,
    kind          text NOT NULL CONSTRAINT refund_kind CHECK (kind IN ('CLAIM', 'RETURNED')),
    status        text NOT NULL CONSTRAINT refund_status CHECK (status IN ('PENDING', 'DONE', 'FAILED')),
    attempts      bigint NOT NULL CONSTRAINT refund_attempts CHECK (attempts >= 0),
    next_at       timestamptz NOT NULL,
    claimed_until timestamptz,      -- a worker has it until then,
    claim         bigint,           -- and this tells which
    last_error    text,
    created_at    timestamptz NOT NULL,
    done_at       timestamptz,
    CONSTRAINT refund_done CHECK ((status = 'DONE') = (done_at IS NOT NULL)),
    CONSTRAINT refund_failed_why CHECK (status <> 'FAILED' OR last_error IS NOT NULL),
    CONSTRAINT refund_claimed CHECK ((claim IS NULL) = (claimed_until IS NULL)),
    CONSTRAINT refund_claim_pending CHECK (claim IS NULL OR status = 'PENDING')
);
CREATE INDEX refund_payment ON refund (payment_id);
CREATE UNIQUE INDEX refund_one_returned ON refund (payment_id) WHERE kind = 'RETURNED';
CREATE INDEX refund_due ON refund (next_at, refund_id) WHERE status = 'PENDING';

-- The lines that a refund pays for; a line is paid for once.
CREATE TABLE refund_item (
    item_id   bigint PRIMARY KEY REFERENCES order_item,
    refund_id bigint NOT NULL REFERENCES refund
);
CREATE INDEX refund_item_refund ON refund_item (refund_id);

-- Callbacks that have taken effect, so that a copy takes none. Kept longer than their time-stamps are
-- believed.
CREATE TABLE gateway_callback (
    webhook_id  text PRIMARY KEY CONSTRAINT gateway_callback_id CHECK (char_length(webhook_id) BETWEEN 1 AND 200),
    payment_id  bigint NOT NULL REFERENCES payment,
    received_at timestamptz NOT NULL
);
CREATE INDEX gateway_callback_received ON gateway_callback (received_at);
