-- An order belongs to a member or to a guest, and only members pay with points.
SELECT order_id, member_id, guest_id, payment_method FROM orders o
WHERE num_nonnulls(member_id, guest_id) <> 1
   OR (member_id IS NULL
       AND (payment_method = 'POINT'
            OR EXISTS (SELECT FROM payment p WHERE p.order_id = o.order_id AND p.method = 'POINT')))
