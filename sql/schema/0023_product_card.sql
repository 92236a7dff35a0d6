-- Lists are made from cards alone, row by row, where they read a product twice before; so a card says whether
-- it is on sale. And which stock is its: a list that is bounded by it too reads products and stock side by side.
CREATE OR REPLACE VIEW product_card AS
SELECT p.product_id, p.seller_id, s.business_name AS seller_name, p.name, p.category, p.price, p.discount,
       p.final_price, k.on_hand - k.reserved AS stock,
       CASE WHEN p.status = 'ON_SALE' AND k.on_hand <= k.reserved THEN 'SOLD_OUT' ELSE p.status END AS status,
       f.hash AS picture, p.status = 'ON_SALE' AS on_sale, k.product_id AS stock_id
FROM product p
JOIN seller s USING (seller_id)
JOIN stock k ON k.product_id = p.product_id
LEFT JOIN picture f USING (picture_id);
