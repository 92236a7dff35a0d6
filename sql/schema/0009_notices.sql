-- Notifications (N1, N2, O12): what was told to whom, what is still to be pushed, who listens.

-- Title, body and link are made of these values when it is read, in the reader's language. No foreign
-- key: nothing here may lock what orders are made of.
CREATE TABLE notice (
    notice_id  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    member_id  bigint,
    guest_id   bigint,
    kind       text NOT NULL CONSTRAINT notice_kind CHECK (kind IN (
                   'ORDER_PLACED', 'ORDER_PAID', 'ORDER_CANCELLED', 'ORDER_EXPIRED', 'PAYMENT_FAILED',
                   'PAYMENT_RETURNED', 'REFUNDED', 'REFUND_FAILED', 'LINE_CHANGED', 'ORDER_RECEIVED',
                   'CLAIM_REQUESTED', 'COUPON_ISSUED', 'COUPON_REVOKED', 'STOCK_LOW', 'STOCK_OUT',
                   'CONVERSION_LOW', 'EVENT_PARKED')),
    subject    text,            -- an order's number; of STOCK_ kinds the product's id
    name       text,            -- a product's, a coupon's
    state      text,            -- a line's, as order_item.status has it
    amount     bigint NOT NULL, -- won, pieces or per cent, as the kind says
    created_at timestamptz NOT NULL,
    read_at    timestamptz,
    CONSTRAINT notice_one_reader CHECK (num_nonnulls(member_id, guest_id) = 1),
    CONSTRAINT notice_state CHECK ((kind IN ('LINE_CHANGED', 'CLAIM_REQUESTED')) = (state IS NOT NULL))
);
CREATE INDEX notice_of_member ON notice (member_id, notice_id DESC) WHERE member_id IS NOT NULL;
CREATE INDEX notice_of_guest ON notice (guest_id, notice_id DESC) WHERE guest_id IS NOT NULL;
CREATE INDEX notice_unread_of_member ON notice (member_id, notice_id DESC)
    WHERE member_id IS NOT NULL AND read_at IS NULL;

-- Notices that the worker has not pushed yet: a short queue of its own, so that pushing rewrites
-- none of them.
CREATE TABLE notice_push (
    notice_id     bigint PRIMARY KEY,
    attempts      bigint NOT NULL CONSTRAINT notice_push_attempts CHECK (attempts >= 0),
    claimed_until timestamptz,  -- a worker has it until then, or it waits until then for its next try
    claim         bigint,       -- and this tells which
    addresses     text          -- those that have not taken it yet; NULL: none was tried
);

-- Who listens to the stream, in which language, and until when at most. It is written before the
-- stream starts: what is not pushed for want of a listener is in the list that each one reads then.
CREATE TABLE notice_listener (
    reader text NOT NULL CONSTRAINT notice_listener_reader CHECK (reader ~ '^[mg][1-9][0-9]*$'),
    lang   text NOT NULL CONSTRAINT notice_listener_lang CHECK (lang IN ('ko', 'en')),
    until  timestamptz NOT NULL,
    PRIMARY KEY (reader, lang)
);
CREATE INDEX notice_listener_until ON notice_listener (until);

-- Whom shop matters are told to.
CREATE INDEX member_admins ON member (member_id) WHERE role = 'ADMIN';
