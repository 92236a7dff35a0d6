-- What a product has on hand and reserved is the sum of its stock history.
SELECT product_id, k.on_hand, h.on_hand AS on_hand_by_history, k.reserved, h.reserved AS reserved_by_history
FROM stock k
FULL JOIN (SELECT product_id, sum(on_hand_delta) AS on_hand, sum(reserved_delta) AS reserved
           FROM stock_entry GROUP BY product_id) h USING (product_id)
WHERE (k.on_hand, k.reserved) IS DISTINCT FROM (h.on_hand, h.reserved)
