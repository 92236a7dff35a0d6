-- A small shop in balance, for the tests of constraints and of the audit's laws. They load it inside
-- a transaction that is rolled back. Ids from 900001 on keep out of a filled database's way.

INSERT INTO member (member_id, email, password_hash, name, phone, postcode, line1, role, status, created_at, updated_at, withdrawn_at)
OVERRIDING SYSTEM VALUE VALUES
    (900001, 'fixture-buyer@example.com', 'x', '김하나', '01012345678', '06236', '테헤란로 1', 'CUSTOMER', 'ACTIVE', '2026-11-19Z', '2026-11-19Z', NULL),
    (900002, 'fixture-seller@example.com', 'x', '이두리', '01012345679', '06236', '테헤란로 2', 'SELLER', 'ACTIVE', '2026-11-19Z', '2026-11-19Z', NULL),
    (900003, NULL, NULL, NULL, NULL, NULL, NULL, 'CUSTOMER', 'WITHDRAWN', '2026-11-19Z', '2026-11-19Z', '2026-11-20Z');
INSERT INTO seller (seller_id, member_id, business_name, registration_number, contact, category, created_at)
OVERRIDING SYSTEM VALUE VALUES (900001, 900002, '두리상회', '1234567891', '0212345678', '생활', '2026-11-19Z');
INSERT INTO guest (guest_id, created_at) OVERRIDING SYSTEM VALUE VALUES (900001, '2026-11-19Z');
INSERT INTO session (session_id, token_hash, member_id, guest_id, created_at, seen_at, expires_at)
OVERRIDING SYSTEM VALUE VALUES
    (900001, '\x01fe', 900001, NULL, '2026-11-20Z', '2026-11-20Z', '2026-12-20Z'),
    (900002, '\x02fe', NULL, 900001, '2026-11-20Z', '2026-11-20Z', '2026-12-20Z');

INSERT INTO point_balance (member_id, balance) VALUES (900001, 74000), (900002, 0), (900003, 0);
INSERT INTO point_entry (entry_id, member_id, kind, amount, balance_after, order_id, created_at)
OVERRIDING SYSTEM VALUE VALUES
    (900001, 900001, 'CHARGE', 100000, 100000, NULL, '2026-11-19Z'),
    (900002, 900001, 'ORDER_PAYMENT', -26000, 74000, 900001, '2026-11-20Z'),
    (900003, 900003, 'CHARGE', 5000, 5000, NULL, '2026-11-19Z'),
    (900004, 900003, 'WITHDRAWAL', -5000, 0, NULL, '2026-11-20Z');

INSERT INTO picture (picture_id, hash, created_at)
OVERRIDING SYSTEM VALUE VALUES (900001, 'fe000000000000000000000000000001', '2026-11-19Z');
INSERT INTO picture_file (picture_id, width, height, bytes)
VALUES (900001, 320, 240, '\x01'), (900001, 640, 480, '\x01'), (900001, 1280, 960, '\x01');

INSERT INTO category (category, products) VALUES ('fixture', 2);
INSERT INTO product (product_id, seller_id, name, description, category, price, discount, status, picture_id, created_at, updated_at)
OVERRIDING SYSTEM VALUE VALUES
    (900001, 900001, '유리 물병', '', 'fixture', 10000, 1000, 'ON_SALE', 900001, '2026-11-19Z', '2026-11-19Z'),
    (900002, 900001, '면 수건', '', 'fixture', 5000, 0, 'ON_SALE', NULL, '2026-11-19Z', '2026-11-19Z');
INSERT INTO product_popularity (product_id, category, sold) VALUES (900001, 'fixture', 2), (900002, 'fixture', 0);
INSERT INTO stock (product_id, on_hand, reserved) VALUES (900001, 98, 1), (900002, 49, 1);

INSERT INTO cart_item (cart_item_id, member_id, guest_id, product_id, quantity, added_at)
OVERRIDING SYSTEM VALUE VALUES
    (900001, 900001, NULL, 900001, 1, '2026-11-20Z'),
    (900002, NULL, 900001, 900001, 1, '2026-11-20Z');

-- 900001 paid with points, 900002 pending, 900003 failed, 900004 cancelled, 900005 a guest's, pending.
INSERT INTO orders (order_id, order_no, member_id, guest_id, status, failure_reason, payment_method, items_amount, item_discount,
                    order_discount, shipping_fee, payable, refunded, recipient, phone, postcode, line1, created_at, updated_at, expires_at)
OVERRIDING SYSTEM VALUE VALUES
    (900001, '20261120-F000000001', 900001, NULL, 'PAID', NULL, 'POINT', 25000, 2000, 0, 3000, 26000, 0, '김하나', '01012345678', '06236', '테헤란로 1', '2026-11-20Z', '2026-11-20Z', NULL),
    (900002, '20261120-F000000002', 900001, NULL, 'PENDING_PAYMENT', NULL, 'POINT', 10000, 1000, 0, 3000, 12000, 0, '김하나', '01012345678', '06236', '테헤란로 1', '2026-11-20Z', '2026-11-20Z', '2026-11-21Z'),
    (900003, '20261120-F000000003', 900001, NULL, 'FAILED', 'EXPIRED', 'POINT', 10000, 0, 0, 3000, 13000, 0, '김하나', '01012345678', '06236', '테헤란로 1', '2026-11-20Z', '2026-11-20Z', NULL),
    (900004, '20261120-F000000004', 900001, NULL, 'CANCELLED', NULL, 'POINT', 5000, 0, 0, 3000, 8000, 0, '김하나', '01012345678', '06236', '테헤란로 1', '2026-11-20Z', '2026-11-20Z', NULL),
    (900005, '20261120-F000000005', NULL, 900001, 'PENDING_PAYMENT', NULL, 'CARD', 5000, 0, 0, 3000, 8000, 0, '박세나', '01012345670', '06236', '테헤란로 3', '2026-11-20Z', '2026-11-20Z', '2026-11-21Z');
INSERT INTO order_item (item_id, order_id, position, product_id, seller_id, name, unit_price, unit_discount, quantity, line_total, discount_piece, shipping_fee, status, updated_at)
OVERRIDING SYSTEM VALUE VALUES
    (900001, 900001, 1, 900001, 900001, '유리 물병', 10000, 1000, 2, 18000, 0, 3000, 'PAID', '2026-11-20Z'),
    (900002, 900001, 2, 900002, 900001, '면 수건', 5000, 0, 1, 5000, 0, 0, 'PAID', '2026-11-20Z'),
    (900003, 900002, 1, 900001, 900001, '유리 물병', 10000, 1000, 1, 9000, 0, 3000, 'PENDING_PAYMENT', '2026-11-20Z'),
    (900004, 900003, 1, 900002, 900001, '면 수건', 5000, 0, 2, 10000, 0, 3000, 'FAILED', '2026-11-20Z'),
    (900005, 900004, 1, 900002, 900001, '면 수건', 5000, 0, 1, 5000, 0, 3000, 'CANCELLED', '2026-11-20Z'),
    (900006, 900005, 1, 900002, 900001, '면 수건', 5000, 0, 1, 5000, 0, 3000, 'PENDING_PAYMENT', '2026-11-20Z');
INSERT INTO order_item_event (event_id, item_id, event, from_status, to_status, actor, created_at)
OVERRIDING SYSTEM VALUE VALUES
    (900001, 900001, 'ORDER_PLACED', NULL, 'PENDING_PAYMENT', 'BUYER', '2026-11-20Z'),
    (900002, 900001, 'PAYMENT_COMPLETED', 'PENDING_PAYMENT', 'PAID', 'BUYER', '2026-11-20Z'),
    (900003, 900002, 'ORDER_PLACED', NULL, 'PENDING_PAYMENT', 'BUYER', '2026-11-20Z'),
    (900004, 900002, 'PAYMENT_COMPLETED', 'PENDING_PAYMENT', 'PAID', 'BUYER', '2026-11-20Z'),
    (900005, 900003, 'ORDER_PLACED', NULL, 'PENDING_PAYMENT', 'BUYER', '2026-11-20Z'),
    (900006, 900004, 'ORDER_PLACED', NULL, 'PENDING_PAYMENT', 'BUYER', '2026-11-20Z'),
    (900007, 900004, 'ORDER_EXPIRED', 'PENDING_PAYMENT', 'FAILED', 'SYSTEM', '2026-11-20Z'),
    (900008, 900005, 'ORDER_PLACED', NULL, 'PENDING_PAYMENT', 'BUYER', '2026-11-20Z'),
    (900009, 900005, 'ORDER_CANCELLED', 'PENDING_PAYMENT', 'CANCELLED', 'BUYER', '2026-11-20Z'),
    (900010, 900006, 'ORDER_PLACED', NULL, 'PENDING_PAYMENT', 'BUYER', '2026-11-20Z');

INSERT INTO stock_entry (entry_id, product_id, kind, on_hand_delta, reserved_delta, on_hand_after, reserved_after, order_id, actor, created_at)
OVERRIDING SYSTEM VALUE VALUES
    (900001, 900001, 'INITIAL', 100, 0, 100, 0, NULL, 'SELLER', '2026-11-19Z'),
    (900002, 900002, 'INITIAL', 50, 0, 50, 0, NULL, 'SELLER', '2026-11-19Z'),
    (900003, 900001, 'SOLD', -2, 0, 98, 0, 900001, 'BUYER', '2026-11-20Z'),
    (900004, 900002, 'SOLD', -1, 0, 49, 0, 900001, 'BUYER', '2026-11-20Z'),
    (900005, 900001, 'RESERVED', 0, 1, 98, 1, 900002, 'BUYER', '2026-11-20Z'),
    (900006, 900002, 'RESERVED', 0, 2, 49, 2, 900003, 'BUYER', '2026-11-20Z'),
    (900007, 900002, 'RELEASED', 0, -2, 49, 0, 900003, 'SYSTEM', '2026-11-20Z'),
    (900008, 900002, 'RESERVED', 0, 1, 49, 1, 900004, 'BUYER', '2026-11-20Z'),
    (900009, 900002, 'RELEASED', 0, -1, 49, 0, 900004, 'BUYER', '2026-11-20Z'),
    (900010, 900002, 'RESERVED', 0, 1, 49, 1, 900005, 'BUYER', '2026-11-20Z');
-- One sale folded, one still to be.
INSERT INTO sale_daily (sold_on, product_id, quantity) VALUES ('2026-11-20', 900001, 2);
INSERT INTO sale_delta (product_id, sold_on, quantity) VALUES (900002, '2026-11-20', 1);

-- Of order 900004, cancelled, an approval came late: its money is on the way back.
INSERT INTO payment (payment_id, order_id, method, amount, refunded, status, completes_order, payment_key, transaction_key, ask_at, created_at, updated_at)
OVERRIDING SYSTEM VALUE VALUES
    (900001, 900001, 'POINT', 26000, 0, 'APPROVED', true, NULL, NULL, NULL, '2026-11-20Z', '2026-11-20Z'),
    (900002, 900005, 'CARD', 8000, 0, 'PENDING', false, 'fixture-2', 'fixture-t2', '2026-11-20Z', '2026-11-20Z', '2026-11-20Z'),
    (900003, 900004, 'CARD', 8000, 0, 'APPROVED', false, 'fixture-3', 'fixture-t3', NULL, '2026-11-20Z', '2026-11-20Z');
INSERT INTO refund (refund_id, payment_id, refund_key, amount, reason, kind, status, attempts, next_at, created_at)
OVERRIDING SYSTEM VALUE VALUES
    (900001, 900003, 'fixture-r1', 8000, 'order_over', 'RETURNED', 'PENDING', 0, '2026-11-20Z', '2026-11-20Z');
INSERT INTO gateway_callback (webhook_id, payment_id, received_at) VALUES ('fixture-w1', 900003, '2026-11-20Z');
INSERT INTO payment_log (payment_id, event, detail, created_at) VALUES
    (900001, 'APPROVED', 'POINT 26000', '2026-11-20Z'),
    (900002, 'STARTED', '', '2026-11-20Z'),
    (900003, 'APPROVED', '', '2026-11-20Z');

-- Of three coupons one is available, one has expired and is not folded yet, one is left.
INSERT INTO coupon (coupon_id, name, description, type, value, min_order_amount, quantity, issue_starts_at, issue_ends_at, valid_days, created_at)
OVERRIDING SYSTEM VALUE VALUES (900001, '3,000원 할인', '', 'FIXED', 3000, 10000, 3, '2026-11-01Z', '2100-01-01Z', 365, '2026-11-01Z');
INSERT INTO coupon_supply (coupon_id, quantity, made, remaining) VALUES (900001, 3, 3, 2);
INSERT INTO coupon_slot (coupon_id, slot_no) VALUES (900001, 3);
INSERT INTO coupon_issue_delta (coupon_id) VALUES (900001);
INSERT INTO issued_coupon (issued_coupon_id, coupon_id, member_id, slot_no, name, description, type, value, min_order_amount, status, issued_at, expires_at, updated_at)
OVERRIDING SYSTEM VALUE VALUES
    (900001, 900001, 900001, 1, '3,000원 할인', '', 'FIXED', 3000, 10000, 'AVAILABLE', '2026-11-19Z', '2100-01-01Z', '2026-11-19Z'),
    (900002, 900001, 900002, 2, '3,000원 할인', '', 'FIXED', 3000, 10000, 'EXPIRED', '2026-11-01Z', '2026-11-02Z', '2026-11-02Z');
-- Of 900001 the data platform has heard, delivery not yet.
INSERT INTO event_out (id, aggregatetype, aggregateid, type, payload, destination, state, attempts, created_at, next_try_at, delivered_at)
OVERRIDING SYSTEM VALUE VALUES
    (900001, 'order', '20261120-F000000001', 'order.paid', '{}', 'DATA_PLATFORM', 'DELIVERED', 1, '2026-11-20Z', '2026-11-20Z', '2026-11-20Z'),
    (900002, 'order', '20261120-F000000001', 'delivery.requested', '{}', 'DELIVERY', 'PENDING', 0, '2026-11-20Z', '2026-11-20Z', NULL),
    (900003, 'order', '20261120-F000000004', 'order.cancelled', '{}', 'DATA_PLATFORM', 'PENDING', 0, '2026-11-20Z', '2026-11-20Z', NULL);

-- Of 900001 the order 900001 was made; 900002 is a guest's and was not ordered.
INSERT INTO order_sheet (sheet_id, member_id, guest_id, items_amount, item_discount, order_discount, shipping_fee, payable, created_at, expires_at, order_id)
OVERRIDING SYSTEM VALUE VALUES
    (900001, 900001, NULL, 25000, 2000, 0, 3000, 26000, '2026-11-20Z', '2026-11-20T00:30Z', 900001),
    (900002, NULL, 900001, 5000, 0, 0, 3000, 8000, '2026-11-20Z', '2026-11-20T00:30Z', NULL);
INSERT INTO order_sheet_item (sheet_id, position, cart_item_id, product_id, seller_id, name, unit_price, unit_discount, quantity, line_total, discount_piece, shipping_fee)
VALUES
    (900001, 1, NULL, 900001, 900001, '유리 물병', 10000, 1000, 2, 18000, 0, 3000),
    (900001, 2, NULL, 900002, 900001, '면 수건', 5000, 0, 1, 5000, 0, 0),
    (900002, 1, 900002, 900002, 900001, '면 수건', 5000, 0, 1, 5000, 0, 3000);

-- Buyer and seller have been told of 900001; the buyer's is still to be pushed.
INSERT INTO notice (notice_id, member_id, kind, subject, name, amount, created_at)
OVERRIDING SYSTEM VALUE VALUES
    (900001, 900001, 'ORDER_PAID', '20261120-F000000001', '유리 물병', 26000, '2026-11-20Z'),
    (900002, 900002, 'ORDER_RECEIVED', '20261120-F000000001', '유리 물병', 23000, '2026-11-20Z');
INSERT INTO notice_push (notice_id, attempts) VALUES (900001, 0);
INSERT INTO notice_listener (reader, lang, until) VALUES ('m900001', 'ko', '2026-11-21Z');
