-- A shop after years of business, for the test of plans: every table that grows holds far more rows
-- than any request may read. Loaded into a migrated, empty database by its owner; no superuser needed.
-- Ids count from 1: members 1..100000 (1..1000 sell), guests 1..50001 (nothing refers to the last),
-- products 1..200000 (200001 is being made: it has no rows elsewhere yet), orders 1..300000 (300001 has
-- no lines yet).

SET maintenance_work_mem = '256MB';

-- Foreign keys and indexes are taken away and made again: checking rows one by one takes minutes.
CREATE TEMP TABLE later AS
SELECT 1 AS turn, format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS undo,
       format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) AS redo
FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace
UNION ALL
SELECT 0, format('DROP INDEX %s', i.indexrelid::regclass), pg_get_indexdef(i.indexrelid)
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
WHERE c.relnamespace = 'public'::regnamespace AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = c.oid);
DO $$ DECLARE statement text; BEGIN
    FOR statement IN SELECT undo FROM later ORDER BY turn DESC LOOP EXECUTE statement; END LOOP;
END $$;

INSERT INTO member (email, password_hash, name, phone, postcode, line1, role, status, created_at, updated_at)
SELECT 'member' || n || '@example.com', 'x', '김' || n, '01012345678', '06236', '테헤란로 ' || n,
       CASE WHEN n <= 1000 THEN 'SELLER' ELSE 'CUSTOMER' END, 'ACTIVE', '2025-01-01Z', '2025-01-01Z'
FROM generate_series(1, 100000) n;
INSERT INTO seller (member_id, business_name, registration_number, contact, category, created_at)
SELECT n, '상점 ' || n, lpad(n::text, 10, '0'), '0212345678', '생활', '2025-01-01Z' FROM generate_series(1, 1000) n;
INSERT INTO guest (created_at) SELECT '2026-01-01Z' FROM generate_series(1, 50001);
INSERT INTO session (token_hash, member_id, guest_id, created_at, seen_at, expires_at)
SELECT decode(lpad(to_hex(n), 64, '0'), 'hex'), CASE WHEN n <= 100000 THEN n END, CASE WHEN n > 100000 THEN n - 100000 END,
       '2026-01-01Z', '2026-01-01Z', '2027-01-01Z'
FROM generate_series(1, 150000) n;
INSERT INTO login_failure (subject, failures, failed_at, open_at)
SELECT decode(lpad(to_hex(n), 64, '0'), 'hex'), n % 60, '2026-11-20Z', '2026-11-20Z' FROM generate_series(1, 100000) n;
INSERT INTO idempotency (caller, key, fingerprint, status, content_type, body, created_at)
SELECT 'm' || n % 100000 + 1, 'key' || n, '\x00', 200, '', repeat('x', 200), '2026-11-20Z' FROM generate_series(1, 200000) n;

INSERT INTO picture (hash, created_at) SELECT lpad(to_hex(n), 32, '0'), '2026-01-01Z' FROM generate_series(1, 50000) n;
INSERT INTO picture_file (picture_id, width, height, bytes)
SELECT n, width, width, '\x00' FROM generate_series(1, 50000) n, unnest(ARRAY[320, 640, 1280]) width;

-- 40 categories; every 20th product is not on sale; an eighth of the names hold a given word.
INSERT INTO product (seller_id, name, description, category, price, discount, status, picture_id, created_at, updated_at)
SELECT n % 1000 + 1,
       (ARRAY['유기농', '국산', '수제', '햇살', '청정', '명품', '프리미엄', '저당'])[n % 8 + 1] || ' ' ||
       (ARRAY['감귤', '사과', '노트', '머그컵', '커피', '양말', '쿠션', '이어폰'])[n / 8 % 8 + 1] || ' ' || n,
       repeat('설명 ', 40), '분류' || n % 40, n % 977 * 100, n % 977 * 100 / 10,
       CASE WHEN n % 20 = 0 THEN 'DISCONTINUED' ELSE 'ON_SALE' END,
       CASE WHEN n <= 50000 THEN n END, '2026-01-01Z', '2026-01-01Z'
FROM generate_series(1, 200001) n;
INSERT INTO category (category, products)
SELECT category, count(*) FILTER (WHERE status = 'ON_SALE') FROM product GROUP BY category;
INSERT INTO product_popularity (product_id, category, sold)
SELECT product_id, CASE WHEN status = 'ON_SALE' THEN category END, product_id * 7919 % 500
FROM product WHERE product_id <= 200000;
INSERT INTO stock (product_id, on_hand, reserved) SELECT n, 1000, 0 FROM generate_series(1, 200000) n;
INSERT INTO stock_entry (product_id, kind, on_hand_delta, reserved_delta, on_hand_after, reserved_after, actor, created_at)
SELECT n, 'INITIAL', 1000, 0, 1000, 0, 'SELLER', '2026-01-01Z' FROM generate_series(1, 200000) n;

INSERT INTO cart_item (member_id, product_id, quantity, added_at)
SELECT n % 100000 + 1, n % 199999 + 1, 1, '2026-11-20Z' FROM generate_series(1, 200000) n;
INSERT INTO cart_item (guest_id, product_id, quantity, added_at)
SELECT n % 50000 + 1, n % 199999 + 1, 1, '2026-11-20Z' FROM generate_series(1, 100000) n;

-- Every third is a guest's, by card; every tenth waits to be paid, every tenth has arrived; odd ones have two lines.
INSERT INTO orders (order_no, member_id, guest_id, status, payment_method, items_amount, item_discount, order_discount,
                    shipping_fee, payable, refunded, recipient, phone, postcode, line1, created_at, updated_at, expires_at)
SELECT '20260101-' || lpad(n::text, 10, '0'), CASE WHEN n % 3 > 0 THEN n % 100000 + 1 END,
       CASE WHEN n % 3 = 0 THEN n % 50000 + 1 END, CASE WHEN n % 10 = 0 THEN 'PENDING_PAYMENT' ELSE 'PAID' END,
       CASE WHEN n % 3 > 0 THEN 'POINT' ELSE 'CARD' END, 1000 * (1 + n % 2), 0, 0, 3000, 3000 + 1000 * (1 + n % 2), 0,
       '김하나', '01012345678', '06236', '테헤란로 1', '2026-01-01Z', '2026-01-01Z',
       CASE WHEN n % 10 = 0 THEN timestamptz '2027-01-01Z' END
FROM generate_series(1, 300001) n;
INSERT INTO order_item (order_id, position, product_id, seller_id, name, unit_price, unit_discount, quantity, line_total,
                        discount_piece, shipping_fee, status, updated_at)
SELECT n, position, product_id, product_id % 1000 + 1, '상품', 1000, 0, 1, 1000, 0, CASE position WHEN 1 THEN 3000 ELSE 0 END,
       CASE n % 10 WHEN 0 THEN 'PENDING_PAYMENT' WHEN 7 THEN 'DELIVERED' ELSE 'PAID' END, '2026-01-01Z'
FROM generate_series(1, 300000) n
CROSS JOIN LATERAL generate_series(1, 1 + n % 2) position
CROSS JOIN LATERAL (SELECT (n * 2 + position) % 200000 + 1 AS product_id) p;
INSERT INTO order_item_event (item_id, event, from_status, to_status, actor, created_at)
SELECT item_id, 'ORDER_PLACED', NULL, 'PENDING_PAYMENT', 'BUYER', '2026-01-01Z' FROM order_item;
INSERT INTO stock_entry (product_id, kind, on_hand_delta, reserved_delta, on_hand_after, reserved_after, order_id, actor, created_at)
SELECT product_id, 'SOLD', -1, 0, 999, 0, order_id, 'BUYER', '2026-01-01Z' FROM order_item WHERE status <> 'PENDING_PAYMENT';
INSERT INTO payment (order_id, method, amount, refunded, status, completes_order, payment_key, transaction_key, created_at, updated_at)
SELECT order_id, payment_method, payable, 0, 'APPROVED', true, CASE payment_method WHEN 'CARD' THEN 'pk' || order_id END,
       CASE payment_method WHEN 'CARD' THEN 'tk' || order_id END, '2026-01-01Z', '2026-01-01Z' FROM orders WHERE status = 'PAID';
-- Every card payment gives something back: most has gone, one refund in 1,000 has failed, one in 10,000 is due.
INSERT INTO refund (payment_id, refund_key, amount, reason, kind, status, attempts, next_at, last_error, created_at, done_at)
SELECT payment_id, 'refund-' || payment_id, 1, '', 'CLAIM',
       CASE WHEN payment_id % 10000 = 3 THEN 'PENDING' WHEN payment_id % 1000 = 4 THEN 'FAILED' ELSE 'DONE' END, 1,
       '2026-01-01Z', 'HTTP 500', '2026-01-01Z',
       CASE WHEN payment_id % 10000 = 3 OR payment_id % 1000 = 4 THEN NULL ELSE timestamptz '2026-01-01Z' END
FROM payment WHERE method = 'CARD';
INSERT INTO refund_item (refund_id, item_id)
SELECT r.refund_id, i.item_id FROM refund r JOIN payment p USING (payment_id) JOIN order_item i USING (order_id) WHERE i.position = 1;
INSERT INTO payment_log (payment_id, event, detail, created_at)
SELECT payment_id, 'APPROVED', '', '2026-01-01Z' FROM payment;
INSERT INTO guest_order_view (guest_id, order_id) SELECT n % 50000 + 1, n * 3 FROM generate_series(1, 100000) n;

INSERT INTO point_balance (member_id, balance) SELECT n, 1000000 FROM generate_series(1, 100000) n;
INSERT INTO point_entry (member_id, kind, amount, balance_after, created_at)
SELECT n % 100000 + 1, 'CHARGE', 1000, 1000000, '2026-01-01Z' FROM generate_series(1, 300000) n;
INSERT INTO point_entry (member_id, kind, amount, balance_after, order_id, created_at)
SELECT member_id, 'ORDER_PAYMENT', -payable, 1000000, order_id, '2026-01-01Z'
FROM orders WHERE status = 'PAID' AND payment_method = 'POINT';

-- One template in 200 is open, one in 200 opens soon, one has slots by the hundred thousand; a member has two coupons and
-- member 1 a thousand.
INSERT INTO coupon (name, description, type, value, min_order_amount, quantity, issue_starts_at, issue_ends_at, valid_days, created_at)
SELECT '쿠폰 ' || n, '', 'FIXED', 1000, 0, CASE n WHEN 1 THEN 300000 ELSE 100 END,
       CASE n % 200 WHEN 3 THEN timestamptz '2026-11-22Z' ELSE '2026-01-01Z' END,
       CASE n % 200 WHEN 1 THEN timestamptz '2027-01-01Z' WHEN 3 THEN '2026-12-01Z' ELSE '2026-02-01Z' END, 365, '2026-01-01Z'
FROM generate_series(1, 20000) n;
INSERT INTO coupon_supply (coupon_id, quantity, made, remaining)
SELECT coupon_id, quantity, CASE coupon_id WHEN 20000 THEN 0 ELSE quantity END, quantity FROM coupon;
INSERT INTO coupon_slot (coupon_id, slot_no) SELECT 1, n FROM generate_series(1, 300000) n;
INSERT INTO issued_coupon (coupon_id, member_id, slot_no, name, description, type, value, min_order_amount, status, order_id, issued_at, expires_at, updated_at)
SELECT c, CASE WHEN c > 19000 AND n = 1 THEN 1 ELSE (c * 10 + n) % 99999 + 2 END, n, '쿠폰', '', 'FIXED', 1000, 0,
       CASE WHEN c % 4 = 0 THEN 'USED' ELSE 'AVAILABLE' END, CASE WHEN c % 4 = 0 THEN c * 10 + n END,
       '2026-01-01Z', '2027-01-01Z', '2026-01-01Z'
FROM generate_series(2, 20000) c, generate_series(1, 10) n;
INSERT INTO coupon_issue_delta (coupon_id) SELECT n % 20000 + 1 FROM generate_series(1, 20000) n;

-- A day's sheets, one every half second; every fourth is a guest's, every fifth became an order.
INSERT INTO order_sheet (member_id, guest_id, items_amount, item_discount, order_discount, shipping_fee, payable, created_at, expires_at, order_id)
SELECT CASE WHEN n % 4 > 0 THEN n % 100000 + 1 END, CASE WHEN n % 4 = 0 THEN n % 50000 + 1 END, 1000, 0, 0, 3000, 4000,
       t, t + interval '30 min', CASE WHEN n % 5 = 0 THEN n END
FROM generate_series(1, 172800) n, LATERAL (SELECT timestamptz '2026-11-19T12:00Z' + n * interval '500 ms' AS t) made;
INSERT INTO order_sheet_item (sheet_id, position, product_id, seller_id, name, unit_price, unit_discount, quantity, line_total, discount_piece, shipping_fee)
SELECT n, 1, n, n % 1000 + 1, '상품', 1000, 0, 1, 1000, 0, 3000 FROM generate_series(1, 172800) n;

INSERT INTO sale_daily (sold_on, product_id, quantity)
SELECT date '2026-11-20' - day, n * 10, 1 FROM generate_series(1, 20000) n, generate_series(0, 9) day;
INSERT INTO sale_delta (product_id, sold_on, quantity) SELECT n, '2026-11-20', 1 FROM generate_series(1, 50000) n;
INSERT INTO ranking_state (window_from, window_to, refreshed_at) VALUES ('2026-11-18', '2026-11-20', '2026-11-20Z');

-- Every hundredth event of the data platform waits, every thousandth is parked.
INSERT INTO event_out (aggregatetype, aggregateid, type, payload, destination, state, attempts, created_at, next_try_at, delivered_at)
SELECT 'order', '20260101-' || lpad(n::text, 10, '0'), 'order.paid', '{}', 'DATA_PLATFORM',
       CASE WHEN n % 1000 = 0 THEN 'PARKED' WHEN n % 100 = 0 THEN 'PENDING' ELSE 'DELIVERED' END, 1, '2026-01-01Z',
       '2026-01-01Z', CASE WHEN n % 100 <> 0 THEN timestamptz '2026-01-01Z' END
FROM generate_series(1, 300000) n;

-- Card orders that wait are followed, one in a hundred of them now; callbacks of a busy day are remembered.
INSERT INTO payment (order_id, method, amount, refunded, status, completes_order, payment_key, ask_at, created_at, updated_at)
SELECT order_id, 'CARD', payable, 0, 'PENDING', false, 'pk' || order_id,
       CASE WHEN order_id % 3000 = 0 THEN timestamptz '2026-11-20Z' ELSE '2027-01-01Z' END, '2026-11-20Z', '2026-11-20Z'
FROM orders WHERE status = 'PENDING_PAYMENT' AND payment_method = 'CARD';
INSERT INTO gateway_callback (webhook_id, payment_id, received_at)
SELECT 'w' || payment_id, payment_id, '2026-11-20Z' FROM payment WHERE method = 'CARD' AND status = 'APPROVED';

-- Every tenth is unread; the last ones are still to be pushed, and hardly anybody listens.
INSERT INTO notice (member_id, guest_id, kind, subject, name, amount, created_at, read_at)
SELECT CASE WHEN n % 3 <> 0 THEN n % 100000 + 1 END, CASE WHEN n % 3 = 0 THEN n % 50000 + 1 END, 'ORDER_PAID',
       '20260101-' || lpad(n::text, 10, '0'), '상품', 4000, '2026-01-01Z',
       CASE WHEN n % 10 <> 0 THEN timestamptz '2026-01-02Z' END
FROM generate_series(1, 600000) n;
INSERT INTO notice_push (notice_id, attempts) SELECT n, 0 FROM generate_series(590001, 600000) n;
INSERT INTO notice_listener (reader, lang, until)
SELECT 'm' || n, CASE n % 2 WHEN 0 THEN 'ko' ELSE 'en' END, timestamptz '2026-11-20Z' + n * interval '10 s' FROM generate_series(1, 10000) n;

DO $$ DECLARE statement text; BEGIN
    FOR statement IN SELECT redo FROM later ORDER BY turn LOOP EXECUTE statement; END LOOP;
END $$;
