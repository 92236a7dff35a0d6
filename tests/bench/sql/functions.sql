-- What the shop writes for an order by points, a line in the cart and a coupon, each as one function:
-- one round trip, hot rows locked last. The limit that the shop's own way is held against, on the same
-- tables; the audit afterwards says whether it is the same.
CREATE FUNCTION bench_order(buyer bigint, wanted bigint) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    at timestamptz := clock_timestamp();
    made bigint := nextval('orders_order_id_seq');
    no text := to_char(at, 'YYYYMMDD') || '-' || lpad(made::text, 10, '0');
    mark text := 'bench' || made;
    who record;
    what record;
    fee bigint;
    line bigint;
    paid bigint;
BEGIN
    PERFORM pg_try_advisory_xact_lock(hashtextextended(mark, 0));
    PERFORM FROM idempotency WHERE caller = 's' || mark AND key = mark;
    SELECT name, phone, postcode, line1, line2 INTO STRICT who FROM member WHERE member_id = buyer AND status = 'ACTIVE' FOR SHARE;
    SELECT p.name, p.seller_id, s.member_id AS seller_member, p.price, p.discount INTO STRICT what
    FROM product p JOIN seller s USING (seller_id) JOIN stock k USING (product_id)
    WHERE p.product_id = wanted AND p.status = 'ON_SALE' AND k.on_hand - k.reserved >= 1;
    fee := CASE WHEN what.price - what.discount >= 30000 THEN 0 ELSE 3000 END;
    INSERT INTO orders (order_id, order_no, member_id, status, payment_method, items_amount, item_discount, order_discount,
                        shipping_fee, payable, refunded, recipient, phone, postcode, line1, line2, created_at, updated_at)
    OVERRIDING SYSTEM VALUE
    VALUES (made, no, buyer, 'PAID', 'POINT', what.price, what.discount, 0, fee, what.price - what.discount + fee, 0,
            who.name, who.phone, who.postcode, who.line1, who.line2, at, at);
    INSERT INTO order_item (order_id, position, product_id, seller_id, name, unit_price, unit_discount, quantity, line_total,
                            discount_piece, shipping_fee, status, updated_at)
    VALUES (made, 1, wanted, what.seller_id, what.name, what.price, what.discount, 1, what.price - what.discount, 0, fee, 'PAID', at)
    RETURNING item_id INTO line;
    INSERT INTO order_item_event (item_id, event, from_status, to_status, actor, actor_member_id, created_at)
    VALUES (line, 'ORDER_PLACED', NULL, 'PENDING_PAYMENT', 'BUYER', buyer, at),
           (line, 'PAYMENT_COMPLETED', 'PENDING_PAYMENT', 'PAID', 'SYSTEM', NULL, at);
    INSERT INTO payment (order_id, method, amount, refunded, status, completes_order, created_at, updated_at)
    VALUES (made, 'POINT', what.price - what.discount + fee, 0, 'APPROVED', true, at, at) RETURNING payment_id INTO paid;
    INSERT INTO payment_log (payment_id, event, detail, created_at) VALUES (paid, 'APPROVED', 'POINT ' || what.price, at);
    INSERT INTO sale_delta (product_id, sold_on, quantity) VALUES (wanted, (at AT TIME ZONE 'Asia/Seoul')::date, 1);
    INSERT INTO event_out (aggregatetype, aggregateid, type, payload, destination, state, attempts, created_at, next_try_at)
    VALUES ('order', no, 'order.paid', json_build_object('orderNo', no, 'filling', repeat('x', 400)), 'DATA_PLATFORM', 'PENDING', 0, at, at),
           ('order', no, 'delivery.requested', json_build_object('orderNo', no, 'filling', repeat('x', 400)), 'DELIVERY', 'PENDING', 0, at, at);
    WITH told AS (
        INSERT INTO notice (kind, subject, name, amount, created_at, member_id)
        VALUES ('ORDER_PAID', no, what.name, what.price, at, buyer), ('ORDER_RECEIVED', no, what.name, 1, at, what.seller_member)
        RETURNING notice_id
    )
    INSERT INTO notice_push (notice_id, attempts) SELECT notice_id, 0 FROM told;
    INSERT INTO idempotency (caller, key, fingerprint, status, content_type, body, created_at)
    VALUES ('s' || mark, mark, '\x00', 201, 'application/json', repeat('x', 700), at);
    WITH changed AS (
        UPDATE point_balance SET balance = balance - (what.price - what.discount + fee) WHERE member_id = buyer RETURNING balance
    )
    INSERT INTO point_entry (member_id, kind, amount, balance_after, order_id, created_at)
    SELECT buyer, 'ORDER_PAYMENT', -(what.price - what.discount + fee), balance, made, at FROM changed;
    WITH changed AS (
        UPDATE stock SET on_hand = on_hand - 1 WHERE product_id = wanted RETURNING on_hand, reserved
    )
    INSERT INTO stock_entry (product_id, kind, on_hand_delta, reserved_delta, on_hand_after, reserved_after, order_id,
                             actor, actor_member_id, created_at)
    SELECT wanted, 'SOLD', -1, 0, on_hand, reserved, made, 'BUYER', buyer, at FROM changed;
    RETURN made;
END $$;

CREATE FUNCTION bench_cart(buyer bigint, wanted bigint) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    line bigint;
BEGIN
    PERFORM FROM product p JOIN stock k USING (product_id) WHERE p.product_id = wanted AND p.status = 'ON_SALE';
    INSERT INTO cart_item (member_id, product_id, quantity, added_at) VALUES (buyer, wanted, 1, clock_timestamp())
    ON CONFLICT (member_id, product_id) WHERE member_id IS NOT NULL
    DO UPDATE SET quantity = least(cart_item.quantity + 1, 999), added_at = excluded.added_at
    RETURNING cart_item_id INTO line;
    RETURN line;
END $$;

CREATE SEQUENCE bench_claim;
CREATE FUNCTION bench_coupon(template bigint, first_member bigint, quantity bigint) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    at timestamptz := clock_timestamp();
    member bigint := first_member + nextval('bench_claim');
    mark text := 'bench' || member || '-' || template;
    taken bigint;
    made bigint;
BEGIN
    PERFORM pg_try_advisory_xact_lock(hashtextextended(mark, 0));
    PERFORM FROM idempotency WHERE caller = 's' || mark AND key = mark;
    DELETE FROM coupon_slot c WHERE c.coupon_id = template AND c.slot_no = (
        SELECT slot_no FROM coupon_slot WHERE coupon_id = template AND slot_no >= 1 + floor(random() * quantity)
        ORDER BY slot_no LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING slot_no INTO taken;
    IF taken IS NULL THEN RETURN NULL; END IF;
    INSERT INTO coupon_issue_delta (coupon_id) VALUES (template);
    INSERT INTO issued_coupon (coupon_id, member_id, slot_no, name, description, type, value, min_order_amount, status,
                               issued_at, expires_at, updated_at)
    SELECT template, member, taken, name, description, type, value, min_order_amount, 'AVAILABLE',
           at, at + valid_days * interval '24 hours', at
    FROM coupon WHERE coupon_id = template RETURNING issued_coupon_id INTO made;
    WITH told AS (
        INSERT INTO notice (kind, name, amount, created_at, member_id)
        SELECT 'COUPON_ISSUED', name, 0, at, member FROM coupon WHERE coupon_id = template
        RETURNING notice_id
    )
    INSERT INTO notice_push (notice_id, attempts) SELECT notice_id, 0 FROM told;
    INSERT INTO idempotency (caller, key, fingerprint, status, content_type, body, created_at)
    VALUES ('s' || mark, mark, '\x00', 201, 'application/json', repeat('x', 500), at);
    RETURN made;
END $$;
