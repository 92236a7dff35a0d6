-- What lists show of products, and what they are chosen and ordered by: lists that are made of it row by row read
-- each product once. The stock of each is looked up by itself: joined in the order of products, it would be
-- read from the newest on, however far down a list begins.
CREATE VIEW product_shelf AS
SELECT p.product_id, p.seller_id, s.business_name AS seller_name, p.name, p.category, p.price, p.discount,
       k.on_hand - k.reserved AS stock,
       CASE WHEN p.status = 'ON_SALE' AND k.on_hand <= k.reserved THEN 'SOLD_OUT' ELSE p.status END AS status,
       f.hash AS picture, p.final_price, p.status = 'ON_SALE' AS on_sale
FROM product p
JOIN seller s USING (seller_id)
CROSS JOIN LATERAL (SELECT on_hand, reserved FROM stock WHERE stock.product_id = p.product_id OFFSET 0) k
LEFT JOIN picture f USING (picture_id);
