-- A notice is for somebody who is there: nothing is kept for those who have left. What they were told
-- in the very minute they left may remain until it is too old.
SELECT n.notice_id, n.member_id, n.guest_id
FROM notice n
LEFT JOIN member m USING (member_id)
LEFT JOIN guest g USING (guest_id)
WHERE CASE WHEN n.member_id IS NULL THEN g.guest_id IS NULL
           ELSE m.member_id IS NULL OR n.created_at < m.withdrawn_at - interval '1 minute' END
