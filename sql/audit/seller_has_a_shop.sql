-- Whoever has the role of a seller has a seller's entry, and whoever has one is no mere customer.
SELECT m.member_id, m.role, s.seller_id
FROM member m LEFT JOIN seller s USING (member_id)
WHERE (m.role = 'SELLER' AND s.seller_id IS NULL)
   OR (m.role = 'CUSTOMER' AND s.seller_id IS NOT NULL)
