--: member_insert
-- A member and an empty balance.
WITH made AS (
    INSERT INTO member (email, password_hash, name, phone, postcode, line1, line2, role, status,
                        created_at, updated_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'ACTIVE', $9, $9)
    RETURNING member_id
), balance AS (
    INSERT INTO point_balance (member_id, balance) SELECT member_id, 0 FROM made
)
SELECT member_id FROM made;

--: member_by_email
SELECT member_id, role, status, password_hash FROM member WHERE email = $1;

--: member_by_id
SELECT member_id, role, status, password_hash FROM member
WHERE member_id = $1 AND status <> 'WITHDRAWN';

--: member_profile
SELECT m.member_id, m.email, m.name, m.phone, m.postcode, m.line1, m.line2, m.role, m.status,
       m.created_at, s.seller_id
FROM member m LEFT JOIN seller s USING (member_id)
WHERE m.member_id = $1 AND m.status <> 'WITHDRAWN';

--: member_update
-- NULL leaves a value as it is; $4 says whether the address changes. A new password ($8) is set only
-- while the old one ($9), which was checked before this transaction, still stands.
UPDATE member
SET name = coalesce($2, name),
    phone = coalesce($3, phone),
    postcode = CASE WHEN $4::boolean THEN $5 ELSE postcode END,
    line1 = CASE WHEN $4 THEN $6 ELSE line1 END,
    line2 = CASE WHEN $4 THEN $7 ELSE line2 END,
    password_hash = coalesce($8, password_hash),
    updated_at = $10
WHERE member_id = $1 AND status = 'ACTIVE' AND ($9::text IS NULL OR password_hash = $9);

--: member_reset_password
UPDATE member SET password_hash = $2, updated_at = $3 WHERE email = $1 AND status <> 'WITHDRAWN'
RETURNING member_id;

--: member_lock
-- The strongest row lock: it waits for every insert under way that refers to the member, and holds
-- off the next ones, so that what is counted afterwards is all there is.
SELECT password_hash FROM member WHERE member_id = $1 AND status = 'ACTIVE' FOR UPDATE;

--: member_open_business
-- What keeps a member from leaving: an order that is not at its end, a product on sale.
SELECT (EXISTS (SELECT FROM orders
                WHERE member_id = $1
                  AND status NOT IN ('FAILED', 'CANCELLED', 'REFUNDED', 'COMPLETED'))
        OR EXISTS (SELECT FROM product
                   WHERE seller_id = (SELECT seller_id FROM seller WHERE member_id = $1)
                     AND status = 'ON_SALE'))::int AS open;

--: member_erase
UPDATE member
SET email = NULL, password_hash = NULL, name = NULL, phone = NULL, postcode = NULL, line1 = NULL,
    line2 = NULL, status = 'WITHDRAWN', withdrawn_at = $2, updated_at = $2
WHERE member_id = $1;

--: seller_erase
-- The name stays: past orders show it.
UPDATE seller
SET registration_number = NULL, contact = NULL, postcode = NULL, line1 = NULL, line2 = NULL
WHERE member_id = $1;

--: seller_promote
-- Makes a customer a seller; no row for anybody else.
UPDATE member SET role = 'SELLER', updated_at = $2
WHERE member_id = $1 AND status = 'ACTIVE' AND role = 'CUSTOMER'
RETURNING member_id;

--: seller_insert
-- No row when the registration number is another's.
INSERT INTO seller (member_id, business_name, registration_number, contact, postcode, line1, line2,
                    category, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (registration_number) DO NOTHING
RETURNING seller_id;

--: member_set_status
UPDATE member SET status = $2, updated_at = $3 WHERE member_id = $1 AND status <> 'WITHDRAWN';
