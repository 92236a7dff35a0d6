--: desk_member_newest
SELECT member_id, email, name, phone, role, status, created_at FROM member
WHERE member_id < $1 ORDER BY member_id DESC LIMIT $2;

--: desk_member_by_id
SELECT member_id, email, name, phone, role, status, created_at FROM member
WHERE member_id = $1 AND member_id < $2 LIMIT $3;

--: desk_member_named
-- Those with the ids $1.
SELECT member_id, email, name, phone, role, status, created_at FROM member WHERE member_id = ANY($1::bigint[]);

--: desk_member_by_email
SELECT member_id, email, name, phone, role, status, created_at FROM member
WHERE email = $1 AND member_id < $2 LIMIT $3;

--: desk_member_by_phone
SELECT member_id, email, name, phone, role, status, created_at FROM member
WHERE phone = $1 AND member_id < $2 ORDER BY member_id DESC LIMIT $3;

--: desk_member_by_name
-- Names that hold $1 (as products are found) and addresses that begin with it: 2,000 of each at
-- most are looked at.
SELECT m.member_id, m.email, m.name, m.phone, m.role, m.status, m.created_at
FROM (SELECT member_id FROM (
          (SELECT member_id FROM member
           WHERE name IS NOT NULL AND text_starts(name) @@ (SELECT text_sought($1))
             AND strpos(normalize(lower(name)), normalize(lower($1))) > 0
           LIMIT 2000)
          UNION
          (SELECT member_id FROM member WHERE email >= lower($1) AND email < lower($1) || U&'\+10FFFF' LIMIT 2000)) found
      WHERE member_id < $2 ORDER BY member_id DESC LIMIT $3) page
JOIN member m USING (member_id)
ORDER BY m.member_id DESC;

--: desk_order_newest
SELECT order_id AS place, order_no, status, payment_method, payable, recipient, phone, member_id, created_at FROM orders
WHERE order_id < $1 ORDER BY order_id DESC LIMIT $2;

--: desk_order_by_no
SELECT order_id AS place, order_no, status, payment_method, payable, recipient, phone, member_id, created_at FROM orders
WHERE order_no = $1 AND order_id < $2 LIMIT $3;

--: desk_order_by_phone
SELECT order_id AS place, order_no, status, payment_method, payable, recipient, phone, member_id, created_at FROM orders
WHERE phone = $1 AND order_id < $2 ORDER BY order_id DESC LIMIT $3;

--: desk_order_by_member
SELECT order_id AS place, order_no, status, payment_method, payable, recipient, phone, member_id, created_at FROM orders
WHERE member_id = $1 AND order_id < $2 ORDER BY order_id DESC LIMIT $3;

--: desk_order_by_email
SELECT order_id AS place, order_no, status, payment_method, payable, recipient, phone, member_id, created_at FROM orders
WHERE member_id = (SELECT m.member_id FROM member m WHERE m.email = $1) AND order_id < $2
ORDER BY order_id DESC LIMIT $3;

--: desk_order_by_name
-- Orders of members whose name holds $1: of 200 of them at most, and of each no more than a page.
SELECT o.order_id AS place, o.order_no, o.status, o.payment_method, o.payable, o.recipient, o.phone, o.member_id, o.created_at
FROM (SELECT newest.order_id
      FROM (SELECT member_id FROM member
            WHERE name IS NOT NULL AND text_starts(name) @@ (SELECT text_sought($1))
              AND strpos(normalize(lower(name)), normalize(lower($1))) > 0
            LIMIT 200) m
      CROSS JOIN LATERAL (SELECT order_id FROM orders
                          WHERE member_id = m.member_id AND order_id < $2
                          ORDER BY order_id DESC LIMIT least($3::bigint, 101)) newest
      ORDER BY newest.order_id DESC LIMIT $3) page
JOIN orders o USING (order_id)
ORDER BY o.order_id DESC;

--: desk_order_refund_failed
-- A row a refund that failed.
SELECT r.refund_id AS place, o.order_no, o.status, o.payment_method, o.payable, o.recipient, o.phone, o.member_id, o.created_at
FROM (SELECT refund_id, payment_id FROM refund WHERE status = 'FAILED' AND refund_id < $1
      ORDER BY refund_id DESC LIMIT $2) r
JOIN payment p USING (payment_id)
JOIN orders o USING (order_id)
ORDER BY r.refund_id DESC;

--: desk_line_events
-- What happened to the lines of order $1, oldest first.
SELECT i.name, e.from_status, e.to_status, e.actor, e.created_at
FROM order_item i JOIN order_item_event e USING (item_id)
WHERE i.order_id = $1 ORDER BY e.event_id LIMIT $2;

--: desk_payments
SELECT payment_id FROM payment WHERE order_id = $1 ORDER BY payment_id DESC LIMIT $2;

--: desk_refunds
SELECT r.refund_id, r.payment_id, r.amount, r.reason, r.status, r.attempts, r.last_error, r.created_at, r.done_at
FROM payment p JOIN refund r USING (payment_id)
WHERE p.order_id = $1 ORDER BY r.refund_id LIMIT $2;

--: desk_order_rate
-- Orders placed in each of the sixty minutes before $1, the oldest first; of a minute at most 10,000 are
-- counted.
SELECT (SELECT count(*) FROM (SELECT FROM orders o
                              WHERE o.created_at > $1::timestamptz - n * interval '1 minute'
                                AND o.created_at <= $1::timestamptz - (n - 1) * interval '1 minute'
                              LIMIT 10000) placed) AS orders
FROM generate_series(60, 1, -1) n ORDER BY n DESC;

--: desk_refunds_failed
-- As far as a thousand.
SELECT count(*) FROM (SELECT FROM refund WHERE status = 'FAILED' LIMIT 1000) failed;
