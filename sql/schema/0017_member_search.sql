-- Members are found by a part of their name, as products are.

DROP INDEX member_by_name;
CREATE INDEX member_name_trigrams ON member USING gin (product_search_key(name) gin_trgm_ops) WHERE name IS NOT NULL;
