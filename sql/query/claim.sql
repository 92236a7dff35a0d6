--: claim_steps
-- Moves lines and writes their history: step n takes line $1[n] from $3[n] to $4[n]; a line ends where
-- its last step does. What the system did by itself ($5[n]) has no member behind it.
WITH step AS (
    SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[]) WITH ORDINALITY
        AS s (item_id, event, from_status, to_status, actor, n)
), last AS (
    SELECT DISTINCT ON (item_id) item_id, to_status FROM step ORDER BY item_id, n DESC
), changed AS (
    UPDATE order_item i SET status = last.to_status, updated_at = $8
    FROM last WHERE i.item_id = last.item_id
)
INSERT INTO order_item_event (item_id, event, from_status, to_status, actor, actor_member_id, reason, created_at)
SELECT item_id, event, from_status, to_status, actor, CASE WHEN actor <> 'SYSTEM' THEN $6::bigint END,
       CASE WHEN actor <> 'SYSTEM' THEN $7::text END, $8
FROM step ORDER BY n;

--: claim_set_order
-- The order's state after its lines', and what has gone back to its buyer now.
UPDATE orders SET status = $2, refunded = refunded + $3, updated_at = $4 WHERE order_id = $1;

--: claim_refund_payment
-- Payment $1 gives back $2 more. The schema refuses more than was paid.
WITH changed AS (
    UPDATE payment
    SET refunded = refunded + $2, updated_at = $3,
        status = CASE WHEN refunded + $2 = amount THEN 'REFUNDED' ELSE 'PARTIALLY_REFUNDED' END
    WHERE payment_id = $1
    RETURNING payment_id, method
)
INSERT INTO payment_log (payment_id, event, detail, created_at)
SELECT payment_id, 'REFUNDED', method || ' ' || $2::bigint, $3 FROM changed;

--: claim_sales_back
-- Takes the products $2 of order $1 out of the sales of the day in Seoul on which they were sold.
INSERT INTO sale_delta (product_id, sold_on, quantity)
SELECT product_id, (created_at AT TIME ZONE 'Asia/Seoul')::date, on_hand_delta
FROM stock_entry
WHERE order_id = $1 AND kind = 'SOLD' AND product_id = ANY($2::bigint[]);
