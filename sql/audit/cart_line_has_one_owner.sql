-- A cart line belongs to a member or to a guest, and an owner has a product in the cart once.
SELECT min(cart_item_id) AS cart_item_id, member_id, guest_id, product_id, count(*) AS lines
FROM cart_item
GROUP BY member_id, guest_id, product_id
HAVING num_nonnulls(member_id, guest_id) <> 1 OR count(*) > 1
