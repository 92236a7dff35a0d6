--: ranking_try_lock
-- One worker at a time folds or refreshes; the lock goes with the transaction.
SELECT CASE WHEN pg_try_advisory_xact_lock(hashtextextended('ranking', 0)) THEN 1 ELSE 0 END;

--: ranking_fold
-- What is deleted here is exactly what is added there: a sale that commits later is in a later fold.
-- $1 how many at most
WITH taken AS (
    DELETE FROM sale_delta
    WHERE delta_id IN (SELECT delta_id FROM sale_delta ORDER BY delta_id LIMIT $1::bigint)
    RETURNING sold_on, product_id, quantity
), folded AS (
    INSERT INTO sale_daily (sold_on, product_id, quantity)
    SELECT sold_on, product_id, sum(quantity)::bigint
    FROM taken
    GROUP BY sold_on, product_id
    ON CONFLICT (sold_on, product_id) DO UPDATE SET quantity = sale_daily.quantity + EXCLUDED.quantity
)
SELECT count(*) FROM taken;

--: ranking_refresh
-- The sums of the window $1..$2 for every product sold in it or in the window before it; only what
-- differs is written.
WITH span AS (
    SELECT least($1::text::date, min(window_from)) AS first_day, greatest($2::text::date, max(window_to)) AS last_day
    FROM ranking_state
), sums AS (
    SELECT d.product_id,
           coalesce(sum(d.quantity) FILTER (WHERE d.sold_on BETWEEN $1::text::date AND $2::text::date), 0)::bigint AS sold
    FROM span JOIN sale_daily d ON d.sold_on BETWEEN span.first_day AND span.last_day
    GROUP BY d.product_id
)
UPDATE product_popularity r SET sold = sums.sold
FROM sums
WHERE r.product_id = sums.product_id AND r.sold <> sums.sold;

--: ranking_state_set
INSERT INTO ranking_state (window_from, window_to, refreshed_at)
VALUES ($1::text::date, $2::text::date, $3)
ON CONFLICT (only_row) DO UPDATE
SET window_from = EXCLUDED.window_from, window_to = EXCLUDED.window_to, refreshed_at = EXCLUDED.refreshed_at;

--: ranking_state_get
SELECT window_from::text AS from, window_to::text AS to, refreshed_at FROM ranking_state;

--: ranking_top
-- $1 how many, at most 100: the constant inside tells the planner how few they are (see catalog.sql)
SELECT p.product_id, p.name, p.category, s.business_name AS seller_name, p.price, p.discount,
       k.on_hand - k.reserved AS stock, f.hash AS picture, r.sold AS quantity
FROM (SELECT product_id, sold FROM (
          SELECT product_id, sold FROM product_popularity
          WHERE category IS NOT NULL AND sold > 0
          ORDER BY sold DESC, product_id DESC LIMIT 100) best LIMIT $1::bigint) r
JOIN product p USING (product_id)
JOIN seller s USING (seller_id)
JOIN stock k USING (product_id)
LEFT JOIN picture f USING (picture_id)
ORDER BY r.sold DESC, r.product_id DESC;
