-- While notices are kept, and since there are any: of an order that was paid its buyer has been told
-- once, and so has each of its sellers, but for those who have left.
WITH paid AS (
    SELECT o.order_id, o.order_no, o.member_id, o.guest_id
    FROM orders o JOIN payment p USING (order_id)
    WHERE p.completes_order AND p.created_at > now() - interval '80 days'
      AND p.created_at > (SELECT applied_at FROM schema_migration WHERE name LIKE '%notices%')
), owed AS (
    SELECT order_no, 'ORDER_PAID' AS kind, coalesce(member_id, 0) AS member_id, coalesce(guest_id, 0) AS guest_id FROM paid
    UNION ALL
    SELECT DISTINCT p.order_no, 'ORDER_RECEIVED', s.member_id, 0
    FROM paid p JOIN order_item i USING (order_id) JOIN seller s USING (seller_id)
), told AS (
    SELECT subject AS order_no, kind, coalesce(member_id, 0) AS member_id, coalesce(guest_id, 0) AS guest_id, count(*) AS times
    FROM notice WHERE kind IN ('ORDER_PAID', 'ORDER_RECEIVED') GROUP BY 1, 2, 3, 4
)
SELECT o.order_no, o.kind, o.member_id, o.guest_id, t.times
FROM owed o
LEFT JOIN told t USING (order_no, kind, member_id, guest_id)
LEFT JOIN member m ON m.member_id = o.member_id
WHERE t.times IS DISTINCT FROM 1 AND m.status IS DISTINCT FROM 'WITHDRAWN'
