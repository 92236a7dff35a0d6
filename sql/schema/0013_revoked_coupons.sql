-- What an admin revoked stays revoked (K8): an order whose payment was under way may still use it, and
-- when that order comes to nothing the coupon goes back as what it is.
ALTER TABLE issued_coupon ADD COLUMN revoked boolean NOT NULL DEFAULT false;
UPDATE issued_coupon SET revoked = true WHERE status = 'REVOKED';
ALTER TABLE issued_coupon ADD CONSTRAINT issued_coupon_revoked CHECK (
    status = 'USED' OR revoked = (status = 'REVOKED'));
