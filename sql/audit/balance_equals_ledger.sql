-- A member's points are the sum of the ledger.
SELECT member_id, b.balance, l.balance AS balance_by_ledger
FROM point_balance b
FULL JOIN (SELECT member_id, sum(amount) AS balance FROM point_entry GROUP BY member_id) l USING (member_id)
WHERE b.balance IS DISTINCT FROM coalesce(l.balance, 0)
