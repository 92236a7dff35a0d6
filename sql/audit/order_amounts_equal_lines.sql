-- An order's amounts are the sums of its lines, and every order has lines.
SELECT o.order_id, o.items_amount, o.item_discount, o.order_discount, o.shipping_fee, o.payable,
       l.items_amount AS items_by_lines, l.item_discount AS item_discount_by_lines,
       l.discount_pieces, l.shipping_fees
FROM orders o
LEFT JOIN (SELECT order_id, sum(unit_price * quantity) AS items_amount,
                  sum(unit_discount * quantity) AS item_discount,
                  sum(line_total) AS line_totals,
                  sum(discount_piece) AS discount_pieces,
                  sum(shipping_fee) AS shipping_fees,
                  bool_and(line_total = (unit_price - unit_discount) * quantity) AS lines_add_up
           FROM order_item GROUP BY order_id) l USING (order_id)
WHERE l.order_id IS NULL
   OR NOT l.lines_add_up
   OR (o.items_amount, o.item_discount, o.order_discount, o.shipping_fee)
      <> (l.items_amount, l.item_discount, l.discount_pieces, l.shipping_fees)
   OR o.payable <> l.line_totals - l.discount_pieces + l.shipping_fees
