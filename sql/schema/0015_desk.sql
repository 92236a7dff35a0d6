-- What the admins' pages show and look things up by.

-- The first of the rows that break a law: a line of column names, then a line a row, tabs between.
ALTER TABLE audit_result ADD COLUMN offenders text NOT NULL DEFAULT '';

CREATE INDEX member_by_name ON member (name, member_id DESC) WHERE name IS NOT NULL;
CREATE INDEX member_by_phone ON member (phone, member_id DESC) WHERE phone IS NOT NULL;
CREATE INDEX orders_by_phone ON orders (phone, order_id DESC);
CREATE INDEX orders_created_at ON orders (created_at);
CREATE INDEX event_out_of_order ON event_out (aggregateid, id);
CREATE INDEX refund_failed ON refund (refund_id DESC) WHERE status = 'FAILED';
CREATE INDEX issued_coupon_of_template ON issued_coupon (coupon_id, issued_coupon_id DESC);
