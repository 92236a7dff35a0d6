-- A member has a coupon of a template once, and a slot was given out once.
SELECT coupon_id, member_id, NULL::bigint AS slot_no, count(*) AS issued FROM issued_coupon
GROUP BY coupon_id, member_id HAVING count(*) > 1
UNION ALL
SELECT coupon_id, NULL, slot_no, count(*) FROM issued_coupon
GROUP BY coupon_id, slot_no HAVING count(*) > 1
UNION ALL
SELECT coupon_id, i.member_id, slot_no, 1 FROM issued_coupon i JOIN coupon_slot USING (coupon_id, slot_no)
