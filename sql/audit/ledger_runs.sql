-- Each ledger entry's balance is the one before it plus its amount, from 0 on.
SELECT member_id, entry_id, kind, amount, balance_after
FROM (SELECT e.*, lag(balance_after, 1, 0::bigint) OVER (PARTITION BY member_id ORDER BY entry_id) AS before
      FROM point_entry e) e
WHERE balance_after <> before + amount
