-- For each order and product the stock history says what the line says: a pending line holds its
-- quantity; a paid one has sold it; one cancelled or returned after that has brought it back; each
-- replacement sent out has taken it once more. No order's history names a product it has no line of.
SELECT order_id, product_id, l.status, l.quantity, l.paid, l.replacements,
       h.reserved, h.sold, h.returned, h.exchanged
FROM (SELECT i.order_id, i.product_id, min(i.status) AS status, sum(i.quantity) AS quantity,
             bool_or(i.status = 'PENDING_PAYMENT') AS pending,
             EXISTS (SELECT FROM payment p WHERE p.order_id = i.order_id AND p.completes_order) AS paid,
             bool_or(i.status IN ('CANCELLED', 'RETURNED')) AS gone_back,
             sum(i.quantity * (SELECT count(*) FROM order_item_event e
                               WHERE e.item_id = i.item_id AND e.to_status = 'EXCHANGE_PROCESSING')) AS replacements
      FROM order_item i
      GROUP BY i.order_id, i.product_id) l
FULL JOIN (SELECT order_id, product_id, sum(reserved_delta) AS reserved,
                  -coalesce(sum(on_hand_delta) FILTER (WHERE kind = 'SOLD'), 0) AS sold,
                  coalesce(sum(on_hand_delta) FILTER (WHERE kind = 'RETURNED'), 0) AS returned,
                  -coalesce(sum(on_hand_delta) FILTER (WHERE kind = 'EXCHANGED'), 0) AS exchanged
           FROM stock_entry WHERE order_id IS NOT NULL
           GROUP BY order_id, product_id) h USING (order_id, product_id)
WHERE l.quantity IS NULL
   OR coalesce(h.reserved, 0) <> CASE WHEN l.pending THEN l.quantity ELSE 0 END
   OR coalesce(h.sold, 0) <> CASE WHEN l.paid THEN l.quantity ELSE 0 END
   OR coalesce(h.returned, 0) <> CASE WHEN l.paid AND l.gone_back THEN l.quantity ELSE 0 END
   OR coalesce(h.exchanged, 0) <> l.replacements
