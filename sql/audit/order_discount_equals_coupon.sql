-- An order's discount is what its coupon's rule makes of its lines; without a coupon there is none.
SELECT o.order_id, o.order_discount, o.base, o.shipping_fee, o.issued_coupon_id, i.type, i.value,
       i.min_order_amount, i.max_discount
FROM (SELECT o.*, items_amount - item_discount AS base FROM orders o) o
LEFT JOIN issued_coupon i USING (issued_coupon_id)
WHERE o.order_discount <> CASE i.type WHEN 'FIXED' THEN least(i.value, o.base)
                                      WHEN 'PERCENT' THEN least(o.base * i.value / 100, i.max_discount)
                                      ELSE 0 END
   OR o.base < i.min_order_amount
   OR (i.type = 'FREE_SHIPPING' AND o.shipping_fee <> 0)
