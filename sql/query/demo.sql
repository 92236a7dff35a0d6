--: demo_lock
-- One filler at a time: whoever comes second finds the shop filled.
SELECT pg_advisory_xact_lock(hashtextextended('demo', 0));

--: demo_has_products
SELECT count(*) FROM (SELECT 1 FROM product LIMIT 1) one;

--: demo_has_admin
SELECT count(*) FROM (SELECT 1 FROM member WHERE role = 'ADMIN' LIMIT 1) one;
