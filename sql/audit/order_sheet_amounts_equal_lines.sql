-- The amounts of a sheet are the sums over its lines, as an order's are; none is without lines.
SELECT s.sheet_id, s.items_amount, s.item_discount, s.order_discount, s.shipping_fee
FROM order_sheet s LEFT JOIN order_sheet_item i USING (sheet_id)
GROUP BY s.sheet_id
HAVING count(i.sheet_id) = 0
    OR s.items_amount <> sum(i.unit_price * i.quantity)
    OR s.item_discount <> sum(i.unit_discount * i.quantity)
    OR s.order_discount <> sum(i.discount_piece)
    OR s.shipping_fee <> sum(i.shipping_fee)
