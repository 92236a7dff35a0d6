-- What falls due as time goes by (O6, B5): each kind found by an index, in the order in which it falls due.

-- Instead of one that left orders of the same instant in no order.
DROP INDEX orders_pending;
CREATE INDEX orders_expiry ON orders (expires_at, order_id) WHERE status = 'PENDING_PAYMENT';
CREATE INDEX order_item_delivered ON order_item (updated_at, item_id) WHERE status IN ('DELIVERED', 'EXCHANGED');
CREATE INDEX session_expires_at ON session (expires_at);
CREATE INDEX session_seen_at ON session (seen_at);

-- When the worker last found that something refers to the guest; infinity: something always will.
ALTER TABLE guest ADD COLUMN looked_at timestamptz;
CREATE INDEX guest_due ON guest (coalesce(looked_at, created_at));
