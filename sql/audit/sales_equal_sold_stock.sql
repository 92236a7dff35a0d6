-- What the sales totals say of a product and a day in Seoul is what its stock history sold that day,
-- less the lines that were cancelled since.
SELECT product_id, sold_on, t.quantity AS counted, s.quantity AS sold
FROM (SELECT product_id, sold_on, sum(quantity) AS quantity
      FROM (SELECT product_id, sold_on, quantity FROM sale_delta
            UNION ALL
            SELECT product_id, sold_on, quantity FROM sale_daily) t
      GROUP BY product_id, sold_on) t
FULL JOIN (SELECT e.product_id, (e.created_at AT TIME ZONE 'Asia/Seoul')::date AS sold_on,
                  sum(-e.on_hand_delta) AS quantity
           FROM stock_entry e
           JOIN order_item i USING (order_id, product_id)
           WHERE e.kind = 'SOLD' AND i.status <> 'CANCELLED'
           GROUP BY e.product_id, (e.created_at AT TIME ZONE 'Asia/Seoul')::date) s USING (product_id, sold_on)
WHERE coalesce(t.quantity, 0) <> coalesce(s.quantity, 0)
