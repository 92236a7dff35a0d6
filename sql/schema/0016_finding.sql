-- What lists of products and of coupons are found by.

-- A word that many names hold, within a category: without the category beside the word every one of those
-- names is read, whatever category it is of.
CREATE EXTENSION IF NOT EXISTS btree_gin;
CREATE INDEX product_category_names ON product USING gin (category, name_key gin_trgm_ops) WHERE status = 'ON_SALE';

-- Coupons that open soon.
CREATE INDEX coupon_opening ON coupon (issue_starts_at, coupon_id);
