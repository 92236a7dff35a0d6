-- Lines count 1, 2, 3 …, name each product once, and stand with the seller whose product it is; a
-- seller's shipping fee stands on the seller's first line alone.
SELECT order_id, item_id, position, product_id, seller_id, shipping_fee
FROM (SELECT i.*, p.seller_id AS product_seller_id,
             row_number() OVER (PARTITION BY i.order_id ORDER BY i.position) AS place,
             row_number() OVER (PARTITION BY i.order_id, i.seller_id ORDER BY i.position) AS place_of_seller,
             count(*) OVER (PARTITION BY i.order_id, i.product_id) AS of_product
      FROM order_item i JOIN product p USING (product_id)) i
WHERE position <> place
   OR of_product > 1
   OR seller_id <> product_seller_id
   OR (shipping_fee > 0 AND place_of_seller > 1)
