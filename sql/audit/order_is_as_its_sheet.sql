-- An order made of a sheet is its owner's and costs, line by line, what the sheet said.
SELECT s.sheet_id, s.order_id
FROM order_sheet s JOIN orders o USING (order_id)
WHERE (o.member_id, o.guest_id, o.issued_coupon_id) IS DISTINCT FROM (s.member_id, s.guest_id, s.issued_coupon_id)
   OR (o.items_amount, o.item_discount, o.order_discount, o.shipping_fee, o.payable)
      IS DISTINCT FROM (s.items_amount, s.item_discount, s.order_discount, s.shipping_fee, s.payable)
   OR EXISTS (
          SELECT FROM (SELECT * FROM order_sheet_item WHERE sheet_id = s.sheet_id) w
          FULL JOIN (SELECT * FROM order_item WHERE order_id = s.order_id) i USING (position)
          WHERE (w.product_id, w.unit_price, w.unit_discount, w.quantity, w.line_total, w.discount_piece, w.shipping_fee)
                IS DISTINCT FROM
                (i.product_id, i.unit_price, i.unit_discount, i.quantity, i.line_total, i.discount_piece, i.shipping_fee))
