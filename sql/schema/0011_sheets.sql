-- Order sheets (H1-H3): what an order would cost, fixed for a while.

-- A sheet reserves nothing and is a copy: products and coupons it names need not wait for it. The order
-- that was made of it stands here, so that a sheet makes one at most and payments need know nothing of
-- sheets.
CREATE TABLE order_sheet (
    sheet_id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    member_id        bigint REFERENCES member,
    guest_id         bigint REFERENCES guest,
    items_amount     bigint NOT NULL CONSTRAINT order_sheet_items_amount CHECK (items_amount >= 0),
    item_discount    bigint NOT NULL CONSTRAINT order_sheet_item_discount CHECK (item_discount BETWEEN 0 AND items_amount),
    order_discount   bigint NOT NULL CONSTRAINT order_sheet_order_discount CHECK (order_discount BETWEEN 0 AND items_amount - item_discount),
    shipping_fee     bigint NOT NULL CONSTRAINT order_sheet_shipping_fee CHECK (shipping_fee >= 0),
    payable          bigint NOT NULL,
    issued_coupon_id bigint,
    created_at       timestamptz NOT NULL,
    expires_at       timestamptz NOT NULL,
    order_id         bigint REFERENCES orders CONSTRAINT order_sheet_one_per_order UNIQUE,
    CONSTRAINT order_sheet_one_owner CHECK (num_nonnulls(member_id, guest_id) = 1),
    CONSTRAINT order_sheet_payable CHECK (payable = items_amount - item_discount - order_discount + shipping_fee),
    CONSTRAINT order_sheet_discount_by_coupon CHECK (order_discount = 0 OR issued_coupon_id IS NOT NULL),
    CONSTRAINT order_sheet_coupon_is_a_members CHECK (issued_coupon_id IS NULL OR member_id IS NOT NULL),
    CONSTRAINT order_sheet_life CHECK (created_at < expires_at)
);
CREATE INDEX order_sheet_created_at ON order_sheet (created_at);
CREATE INDEX order_sheet_of_member ON order_sheet (member_id) WHERE member_id IS NOT NULL;
CREATE INDEX order_sheet_of_guest ON order_sheet (guest_id) WHERE guest_id IS NOT NULL;

CREATE TABLE order_sheet_item (
    sheet_id       bigint NOT NULL REFERENCES order_sheet ON DELETE CASCADE,
    position       int NOT NULL CONSTRAINT order_sheet_item_position CHECK (position BETWEEN 1 AND 100),
    cart_item_id   bigint,      -- the cart line it was made of, which may have gone since
    product_id     bigint NOT NULL,
    seller_id      bigint NOT NULL,
    name           text NOT NULL,
    unit_price     bigint NOT NULL CONSTRAINT order_sheet_item_unit_price CHECK (unit_price >= 0),
    unit_discount  bigint NOT NULL CONSTRAINT order_sheet_item_unit_discount CHECK (unit_discount BETWEEN 0 AND unit_price),
    quantity       bigint NOT NULL CONSTRAINT order_sheet_item_quantity CHECK (quantity BETWEEN 1 AND 999),
    line_total     bigint NOT NULL,
    discount_piece bigint NOT NULL CONSTRAINT order_sheet_item_discount_piece CHECK (discount_piece BETWEEN 0 AND line_total),
    shipping_fee   bigint NOT NULL CONSTRAINT order_sheet_item_shipping_fee CHECK (shipping_fee >= 0),
    PRIMARY KEY (sheet_id, position),
    CONSTRAINT order_sheet_item_product UNIQUE (sheet_id, product_id),
    CONSTRAINT order_sheet_item_line_total CHECK (line_total = (unit_price - unit_discount) * quantity)
);

-- Whether too few sheets end in a payment, as last seen: who changes it tells the admins, so that of many
-- workers one does.
CREATE TABLE conversion_watch (
    only_row   boolean PRIMARY KEY DEFAULT true CONSTRAINT conversion_watch_only_row CHECK (only_row),
    low        boolean NOT NULL,
    changed_at timestamptz NOT NULL
);
