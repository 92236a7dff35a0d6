-- No balance, stock, price, quantity or amount is below zero.
SELECT 'point_balance' AS "table", member_id AS id FROM point_balance WHERE balance < 0
UNION ALL
SELECT 'point_entry', entry_id FROM point_entry WHERE balance_after < 0
UNION ALL
SELECT 'stock', product_id FROM stock WHERE least(on_hand, reserved, on_hand - reserved) < 0
UNION ALL
SELECT 'stock_entry', entry_id FROM stock_entry
WHERE least(on_hand_after, reserved_after, on_hand_after - reserved_after) < 0
UNION ALL
SELECT 'product', product_id FROM product WHERE least(price, discount, price - discount) < 0
UNION ALL
SELECT 'cart_item', cart_item_id FROM cart_item WHERE quantity < 1
UNION ALL
SELECT 'orders', order_id FROM orders
WHERE least(items_amount, item_discount, order_discount, shipping_fee, payable, refunded, payable - refunded) < 0
UNION ALL
SELECT 'order_item', item_id FROM order_item
WHERE least(unit_price, unit_discount, line_total, discount_piece, shipping_fee, quantity - 1) < 0
UNION ALL
SELECT 'payment', payment_id FROM payment WHERE least(amount, refunded, amount - refunded) < 0
UNION ALL
SELECT 'category', products FROM category WHERE products < 0
