-- Of each template, the slots that are left and the coupons issued are together the slots made, never
-- more than its quantity; what is shown as left, less what is not folded yet, is what was not issued.
SELECT c.coupon_id, c.quantity, u.made, u.remaining, coalesce(s.slots, 0) AS slots,
       coalesce(i.issued, 0) AS issued, coalesce(d.unfolded, 0) AS unfolded
FROM coupon c
LEFT JOIN coupon_supply u USING (coupon_id)
LEFT JOIN (SELECT coupon_id, count(*) AS slots, max(slot_no) AS last FROM coupon_slot GROUP BY coupon_id) s USING (coupon_id)
LEFT JOIN (SELECT coupon_id, count(*) AS issued, max(slot_no) AS last FROM issued_coupon GROUP BY coupon_id) i USING (coupon_id)
LEFT JOIN (SELECT coupon_id, count(*) AS unfolded FROM coupon_issue_delta GROUP BY coupon_id) d USING (coupon_id)
WHERE u.coupon_id IS NULL
   OR u.quantity <> c.quantity
   OR coalesce(i.issued, 0) > c.quantity
   OR coalesce(s.slots, 0) + coalesce(i.issued, 0) <> u.made
   OR greatest(s.last, i.last) > u.made
   OR u.remaining - coalesce(d.unfolded, 0) <> c.quantity - coalesce(i.issued, 0)
