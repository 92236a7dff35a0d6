-- Coupons: templates, the slots they are given out from, issued coupons (K1-K9).

CREATE TABLE coupon (
    coupon_id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name             text NOT NULL CONSTRAINT coupon_name CHECK (char_length(name) BETWEEN 1 AND 100),
    description      text NOT NULL CONSTRAINT coupon_description CHECK (char_length(description) <= 1000),
    type             text NOT NULL CONSTRAINT coupon_type CHECK (type IN ('FIXED', 'PERCENT', 'FREE_SHIPPING')),
    value            bigint NOT NULL CONSTRAINT coupon_value CHECK (
                         CASE type WHEN 'FIXED' THEN value >= 1
                                   WHEN 'PERCENT' THEN value BETWEEN 1 AND 100
                                   ELSE value = 0 END),
    min_order_amount bigint NOT NULL CONSTRAINT coupon_min_order_amount CHECK (min_order_amount >= 0),
    max_discount     bigint CONSTRAINT coupon_max_discount CHECK (
                         max_discount IS NULL OR (max_discount >= 1 AND type = 'PERCENT')),
    quantity         bigint NOT NULL CONSTRAINT coupon_quantity CHECK (quantity BETWEEN 1 AND 1000000),
    issue_starts_at  timestamptz NOT NULL,
    issue_ends_at    timestamptz NOT NULL,
    valid_days       bigint NOT NULL CONSTRAINT coupon_valid_days CHECK (valid_days BETWEEN 1 AND 3650),
    created_at       timestamptz NOT NULL,
    CONSTRAINT coupon_window CHECK (issue_starts_at < issue_ends_at)
);
CREATE INDEX coupon_open ON coupon (issue_ends_at, coupon_id);

-- How many slots have been made, and how many were left when issues were last folded in. Apart from the
-- template: its row is only ever read, so those who issue never meet those who count.
CREATE TABLE coupon_supply (
    coupon_id bigint PRIMARY KEY REFERENCES coupon,
    quantity  bigint NOT NULL,
    made      bigint NOT NULL CONSTRAINT coupon_supply_made CHECK (made BETWEEN 0 AND quantity),
    remaining bigint NOT NULL CONSTRAINT coupon_supply_remaining CHECK (remaining BETWEEN 0 AND quantity)
);
CREATE INDEX coupon_supply_unmade ON coupon_supply (coupon_id) WHERE made < quantity;

-- One row for each coupon that can still be given out; whoever deletes it gives it out.
CREATE TABLE coupon_slot (
    coupon_id bigint NOT NULL REFERENCES coupon,
    slot_no   bigint NOT NULL CONSTRAINT coupon_slot_no CHECK (slot_no BETWEEN 1 AND 1000000),
    PRIMARY KEY (coupon_id, slot_no)
);

-- What was given out and is not in coupon_supply.remaining yet.
CREATE TABLE coupon_issue_delta (
    delta_id  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    coupon_id bigint NOT NULL
);
CREATE INDEX coupon_issue_delta_coupon ON coupon_issue_delta (coupon_id);

-- name to max_discount: as the template said when it was issued (K9).
CREATE TABLE issued_coupon (
    issued_coupon_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    coupon_id        bigint NOT NULL REFERENCES coupon,
    member_id        bigint NOT NULL REFERENCES member,
    slot_no          bigint NOT NULL,
    name             text NOT NULL,
    description      text NOT NULL,
    type             text NOT NULL,
    value            bigint NOT NULL,
    min_order_amount bigint NOT NULL,
    max_discount     bigint,
    status           text NOT NULL CONSTRAINT issued_coupon_status CHECK (status IN ('AVAILABLE', 'USED', 'EXPIRED', 'REVOKED')),
    order_id         bigint,    -- the pending order that holds it, or the one that used it
    issued_at        timestamptz NOT NULL,
    expires_at       timestamptz NOT NULL,
    updated_at       timestamptz NOT NULL,
    CONSTRAINT issued_coupon_one_per_member UNIQUE (coupon_id, member_id),
    CONSTRAINT issued_coupon_slot_key UNIQUE (coupon_id, slot_no),
    CONSTRAINT issued_coupon_validity CHECK (issued_at < expires_at),
    CONSTRAINT issued_coupon_order CHECK (
        CASE status WHEN 'USED' THEN order_id IS NOT NULL WHEN 'EXPIRED' THEN order_id IS NULL ELSE true END)
);
CREATE INDEX issued_coupon_member ON issued_coupon (member_id, issued_coupon_id DESC);
CREATE INDEX issued_coupon_expiring ON issued_coupon (expires_at) WHERE status = 'AVAILABLE' AND order_id IS NULL;
CREATE UNIQUE INDEX issued_coupon_one_per_order ON issued_coupon (order_id) WHERE order_id IS NOT NULL;

-- The coupon an order was placed with; it stays named after the coupon has gone back.
ALTER TABLE orders ADD COLUMN issued_coupon_id bigint REFERENCES issued_coupon,
    ADD CONSTRAINT orders_coupon_is_a_members CHECK (issued_coupon_id IS NULL OR member_id IS NOT NULL);
CREATE UNIQUE INDEX orders_one_live_per_coupon ON orders (issued_coupon_id)
    WHERE issued_coupon_id IS NOT NULL AND status NOT IN ('FAILED', 'CANCELLED', 'REFUNDED');

-- Made again, so that it has the new column.
DROP VIEW order_card;
CREATE VIEW order_card AS
SELECT o.*, (SELECT p.payment_id FROM payment p WHERE p.order_id = o.order_id
             ORDER BY p.completes_order DESC, p.payment_id DESC LIMIT 1) AS payment_id
FROM orders o;
