--: payment_insert_done
-- A payment that is complete as it is written (points, or nothing to pay) and makes its order PAID.
WITH made AS (
    INSERT INTO payment (order_id, method, amount, refunded, status, completes_order, created_at, updated_at)
    VALUES ($1, $2, $3, 0, 'APPROVED', true, $4, $4)
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
