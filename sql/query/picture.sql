--: picture_insert
-- The id of the hash's picture, made when it is not there. DO UPDATE (of nothing) so that a row
-- another transaction inserts at the same time is waited for and found.
-- $1 hash, $2 now
INSERT INTO picture (hash, created_at)
VALUES ($1, $2)
ON CONFLICT (hash) DO UPDATE SET hash = EXCLUDED.hash
RETURNING picture_id;

--: picture_file_insert
-- $1 hash, $2 width, $3 height, $4 bytes
INSERT INTO picture_file (picture_id, width, height, bytes)
SELECT picture_id, $2::bigint::int, $3::bigint::int, $4 FROM picture WHERE hash = $1
ON CONFLICT (picture_id, width) DO NOTHING;

--: picture_set
-- $1 product, $2 hash, $3 now
UPDATE product
SET picture_id = (SELECT picture_id FROM picture WHERE hash = $2), updated_at = $3
WHERE product_id = $1;

--: picture_find
-- $1 hash, $2 width
SELECT f.bytes
FROM picture p JOIN picture_file f ON f.picture_id = p.picture_id
WHERE p.hash = $1 AND f.width = $2::bigint;
