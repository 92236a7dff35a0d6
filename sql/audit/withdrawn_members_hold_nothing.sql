-- Who has left has no points, no session, no sheet, no personal data, no unfinished order and nothing on sale.
SELECT m.member_id FROM member m
WHERE m.status = 'WITHDRAWN'
  AND (num_nonnulls(m.email, m.password_hash, m.name, m.phone, m.postcode, m.line1, m.line2) > 0
       OR EXISTS (SELECT FROM point_balance b WHERE b.member_id = m.member_id AND b.balance <> 0)
       OR EXISTS (SELECT FROM session s WHERE s.member_id = m.member_id)
       OR EXISTS (SELECT FROM order_sheet s WHERE s.member_id = m.member_id)
       OR EXISTS (SELECT FROM orders o WHERE o.member_id = m.member_id
                  AND o.status NOT IN ('FAILED', 'CANCELLED', 'REFUNDED', 'COMPLETED'))
       OR EXISTS (SELECT FROM seller s JOIN product p USING (seller_id)
                  WHERE s.member_id = m.member_id AND p.status = 'ON_SALE'))
