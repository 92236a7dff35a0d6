-- What tests of the database layer run. No program uses them.

--: probe_echo
SELECT $1::bigint AS number, $2::text AS text, $3::bytea AS bytes, $4::boolean AS flag,
       $5::timestamptz AS at, $6::bigint[]::text AS numbers, $7::text[]::text AS texts,
       cardinality($7::text[]) AS text_count

--: probe_sleep
SELECT pg_sleep($1::bigint / 1000.0)

--: probe_series
-- Large results: $1 rows of $2 characters.
SELECT n, repeat('x', $2::int) AS filling FROM generate_series(1, $1::bigint) AS n

--: probe_insert
INSERT INTO category (category, products) VALUES ($1, $2)

--: probe_add
UPDATE category SET products = products + $2 WHERE category = $1 RETURNING products

--: probe_read
SELECT products FROM category WHERE category = $1

--: probe_delete
DELETE FROM category WHERE category = $1
