-- Carts, orders, lines and their history, payments (B1-B8, O1-O13, Y1, Y3, Y7).

CREATE TABLE cart_item (
    cart_item_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    member_id    bigint REFERENCES member,
    guest_id     bigint REFERENCES guest,
    product_id   bigint NOT NULL REFERENCES product,
    quantity     bigint NOT NULL CONSTRAINT cart_item_quantity CHECK (quantity BETWEEN 1 AND 999),
    added_at     timestamptz NOT NULL,
    CONSTRAINT cart_item_one_owner CHECK (num_nonnulls(member_id, guest_id) = 1)
);
CREATE UNIQUE INDEX cart_item_member_product ON cart_item (member_id, product_id) WHERE member_id IS NOT NULL;
CREATE UNIQUE INDEX cart_item_guest_product ON cart_item (guest_id, product_id) WHERE guest_id IS NOT NULL;
CREATE INDEX cart_item_added_at ON cart_item (added_at);

CREATE TABLE orders (
    order_id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_no       text NOT NULL CONSTRAINT orders_no_form CHECK (order_no ~ '^[0-9]{8}-[0-9A-HJKMNP-TV-Z]{10}$'),
    member_id      bigint REFERENCES member,
    guest_id       bigint REFERENCES guest,
    status         text NOT NULL CONSTRAINT orders_status CHECK (status IN (
                       'PENDING_PAYMENT', 'PAID', 'FAILED', 'CANCELLED', 'PARTIALLY_CANCELLED', 'REFUNDED', 'COMPLETED')),
    failure_reason text CONSTRAINT orders_failure_reason CHECK (failure_reason IN ('EXPIRED', 'PAYMENT_DECLINED')),
    payment_method text NOT NULL CONSTRAINT orders_payment_method CHECK (payment_method IN ('POINT', 'CARD')),
    items_amount   bigint NOT NULL CONSTRAINT orders_items_amount CHECK (items_amount >= 0),
    item_discount  bigint NOT NULL CONSTRAINT orders_item_discount CHECK (item_discount BETWEEN 0 AND items_amount),
    order_discount bigint NOT NULL CONSTRAINT orders_order_discount CHECK (order_discount BETWEEN 0 AND items_amount - item_discount),
    shipping_fee   bigint NOT NULL CONSTRAINT orders_shipping_fee CHECK (shipping_fee >= 0),
    payable        bigint NOT NULL,
    refunded       bigint NOT NULL CONSTRAINT orders_refunded CHECK (refunded BETWEEN 0 AND payable),
    recipient      text NOT NULL CONSTRAINT orders_recipient CHECK (recipient <> ''),
    phone          text NOT NULL CONSTRAINT orders_phone CHECK (phone ~ '^0[0-9]{8,10}$'),
    postcode       text NOT NULL CONSTRAINT orders_postcode CHECK (postcode ~ '^[0-9]{5}$'),
    line1          text NOT NULL CONSTRAINT orders_line1 CHECK (line1 <> ''),
    line2          text,
    created_at     timestamptz NOT NULL,
    updated_at     timestamptz NOT NULL,
    expires_at     timestamptz,
    CONSTRAINT orders_no_key UNIQUE (order_no),
    CONSTRAINT orders_one_owner CHECK (num_nonnulls(member_id, guest_id) = 1),
    CONSTRAINT orders_payable CHECK (payable = items_amount - item_discount - order_discount + shipping_fee),
    CONSTRAINT orders_pending_expires CHECK ((status = 'PENDING_PAYMENT') = (expires_at IS NOT NULL)),
    CONSTRAINT orders_failed_reason CHECK ((status = 'FAILED') = (failure_reason IS NOT NULL)),
    CONSTRAINT orders_guests_pay_by_card CHECK (member_id IS NOT NULL OR payment_method = 'CARD')
);
CREATE INDEX orders_by_member ON orders (member_id, order_id DESC) WHERE member_id IS NOT NULL;
CREATE INDEX orders_by_guest ON orders (guest_id, order_id DESC) WHERE guest_id IS NOT NULL;
CREATE INDEX orders_pending ON orders (expires_at) WHERE status = 'PENDING_PAYMENT';
CREATE INDEX orders_pending_of_member ON orders (member_id) WHERE status = 'PENDING_PAYMENT';
CREATE INDEX orders_pending_of_guest ON orders (guest_id) WHERE status = 'PENDING_PAYMENT';

CREATE TABLE order_item (
    item_id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_id       bigint NOT NULL REFERENCES orders,
    position       int NOT NULL CONSTRAINT order_item_position_range CHECK (position BETWEEN 1 AND 100),
    product_id     bigint NOT NULL REFERENCES product,
    seller_id      bigint NOT NULL REFERENCES seller,
    name           text NOT NULL,
    unit_price     bigint NOT NULL CONSTRAINT order_item_unit_price CHECK (unit_price >= 0),
    unit_discount  bigint NOT NULL CONSTRAINT order_item_unit_discount CHECK (unit_discount BETWEEN 0 AND unit_price),
    quantity       bigint NOT NULL CONSTRAINT order_item_quantity CHECK (quantity BETWEEN 1 AND 999),
    line_total     bigint NOT NULL,
    discount_piece bigint NOT NULL CONSTRAINT order_item_discount_piece CHECK (discount_piece BETWEEN 0 AND line_total),
    shipping_fee   bigint NOT NULL CONSTRAINT order_item_shipping_fee CHECK (shipping_fee >= 0),
    status         text NOT NULL CONSTRAINT order_item_status CHECK (status IN (
                       'PENDING_PAYMENT', 'PAID', 'PREPARING', 'DISPATCHED', 'IN_TRANSIT', 'DELIVERED', 'CONFIRMED',
                       'CANCEL_REQUESTED', 'CANCEL_PROCESSING', 'CANCELLED',
                       'RETURN_REQUESTED', 'RETURN_PROCESSING', 'RETURNED',
                       'EXCHANGE_REQUESTED', 'EXCHANGE_PROCESSING', 'EXCHANGED', 'FAILED')),
    updated_at     timestamptz NOT NULL,
    CONSTRAINT order_item_line_total CHECK (line_total = (unit_price - unit_discount) * quantity),
    CONSTRAINT order_item_position_key UNIQUE (order_id, position)
);
CREATE INDEX order_item_by_seller ON order_item (seller_id, item_id DESC);

-- Append-only history of each line (O9).
CREATE TABLE order_item_event (
    event_id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    item_id         bigint NOT NULL REFERENCES order_item,
    event           text NOT NULL,
    from_status     text,
    to_status       text NOT NULL,
    actor           text NOT NULL CONSTRAINT order_item_event_actor CHECK (actor IN ('BUYER', 'SELLER', 'ADMIN', 'SYSTEM')),
    actor_member_id bigint,
    reason          text,
    created_at      timestamptz NOT NULL
);
CREATE INDEX order_item_event_item ON order_item_event (item_id, event_id);

-- Which guests may see an order besides the one that placed it (found again by number and phone).
CREATE TABLE guest_order_view (
    guest_id bigint NOT NULL REFERENCES guest,
    order_id bigint NOT NULL REFERENCES orders,
    PRIMARY KEY (guest_id, order_id)
);

CREATE TABLE payment (
    payment_id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_id        bigint NOT NULL REFERENCES orders,
    method          text NOT NULL CONSTRAINT payment_method CHECK (method IN ('POINT', 'CARD', 'NONE')),
    amount          bigint NOT NULL CONSTRAINT payment_amount CHECK (amount >= 0),
    refunded        bigint NOT NULL CONSTRAINT payment_refunded CHECK (refunded BETWEEN 0 AND amount),
    status          text NOT NULL CONSTRAINT payment_status CHECK (status IN (
                        'PENDING', 'APPROVED', 'DECLINED', 'CANCELLED', 'PARTIALLY_REFUNDED', 'REFUNDED')),
    completes_order boolean NOT NULL,   -- this payment made its order PAID; at most one does
    transaction_key text,
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL,
    CONSTRAINT payment_none_is_nothing CHECK (method <> 'NONE' OR amount = 0),
    CONSTRAINT payment_refund_status CHECK (
        CASE status WHEN 'REFUNDED' THEN refunded = amount
                    WHEN 'PARTIALLY_REFUNDED' THEN refunded > 0 AND refunded < amount
                    ELSE refunded = 0 END),
    CONSTRAINT payment_completes CHECK (NOT completes_order OR status IN ('APPROVED', 'PARTIALLY_REFUNDED', 'REFUNDED'))
);
CREATE INDEX payment_order ON payment (order_id);
CREATE UNIQUE INDEX payment_one_open_per_order ON payment (order_id) WHERE status = 'PENDING';
CREATE UNIQUE INDEX payment_one_completes_order ON payment (order_id) WHERE completes_order;

-- Every attempt and result (Y3).
CREATE TABLE payment_log (
    log_id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    payment_id bigint NOT NULL REFERENCES payment,
    event      text NOT NULL CONSTRAINT payment_log_event CHECK (event <> ''),
    detail     text NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE INDEX payment_log_payment ON payment_log (payment_id, log_id);

-- An order and the payment to name with it: the one that completed it, else the latest.
CREATE VIEW order_card AS
SELECT o.*, (SELECT p.payment_id FROM payment p WHERE p.order_id = o.order_id
             ORDER BY p.completes_order DESC, p.payment_id DESC LIMIT 1) AS payment_id
FROM orders o;
