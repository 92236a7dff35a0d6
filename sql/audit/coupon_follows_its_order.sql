-- A used coupon has exactly one order, its owner's, which was paid; one that is held has exactly one,
-- which waits; no coupon stands with an order that failed or was cancelled. And the other way round: an
-- order that waits holds the coupon it names, one that is paid has used it.
SELECT i.issued_coupon_id, i.status, i.order_id, o.status AS order_status, o.issued_coupon_id AS named_by_order
FROM issued_coupon i LEFT JOIN orders o USING (order_id)
WHERE i.order_id IS NOT NULL
  AND (o.order_id IS NULL
       OR o.issued_coupon_id IS DISTINCT FROM i.issued_coupon_id
       OR o.member_id IS DISTINCT FROM i.member_id
       OR o.status IN ('FAILED', 'CANCELLED')
       OR (i.status = 'USED') <> (o.status <> 'PENDING_PAYMENT'))
   OR (i.status = 'USED' AND i.order_id IS NULL)
UNION ALL
SELECT i.issued_coupon_id, i.status, o.order_id, o.status, o.issued_coupon_id
FROM orders o JOIN issued_coupon i USING (issued_coupon_id)
WHERE o.status NOT IN ('FAILED', 'CANCELLED', 'REFUNDED') AND i.order_id IS DISTINCT FROM o.order_id
