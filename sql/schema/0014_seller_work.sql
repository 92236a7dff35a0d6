-- A seller's lines by state, newest first: what the seller's pages of orders ask for.
CREATE INDEX order_item_work ON order_item (seller_id, status, item_id DESC);
