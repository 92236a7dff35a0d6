-- What lists show of a product, without what none shows: its sales and the time it was made cost every row
-- of every list a look-up and a conversion. Lists in the order of sales bring theirs.
DROP VIEW product_card;
CREATE VIEW product_card AS
SELECT p.product_id, p.seller_id, s.business_name AS seller_name, p.name, p.category, p.price, p.discount,
       p.final_price, k.on_hand - k.reserved AS stock,
       CASE WHEN p.status = 'ON_SALE' AND k.on_hand <= k.reserved THEN 'SOLD_OUT' ELSE p.status END AS status,
       f.hash AS picture
FROM product p
JOIN seller s USING (seller_id)
JOIN stock k USING (product_id)
LEFT JOIN picture f USING (picture_id);
