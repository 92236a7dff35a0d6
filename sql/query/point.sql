--: point_balance
-- A member who has left has no balance to ask for.
SELECT b.balance
FROM point_balance b JOIN member m USING (member_id)
WHERE b.member_id = $1 AND m.status <> 'WITHDRAWN';

--: point_change
-- Moves a balance by $2 and writes the ledger. $6: a charge may not take it above this (NULL: no cap).
-- No row: the member has left or the cap is reached. The member is locked before the balance, as by
-- one who leaves: nothing is added behind the back of what that wrote off.
WITH present AS (
    SELECT member_id FROM member WHERE member_id = $1 AND status <> 'WITHDRAWN' FOR KEY SHARE
), changed AS (
    UPDATE point_balance b SET balance = b.balance + $2
    FROM present p
    WHERE b.member_id = p.member_id AND ($6::bigint IS NULL OR b.balance + $2 <= $6)
    RETURNING b.balance
)
INSERT INTO point_entry (member_id, kind, amount, balance_after, order_id, created_at)
SELECT $1, $3, $2, balance, $4, $5 FROM changed
RETURNING balance_after;

--: point_pay_order
-- The same for an order's payment, sent without looking at the answer: a missing balance leaves
-- balance_after NULL, which the schema refuses, as it refuses a balance below zero. A join, not a
-- sub-select in VALUES: there entry_id is taken before the balance's lock, out of the ledger's order.
WITH changed AS (
    UPDATE point_balance SET balance = balance - $2 WHERE member_id = $1 RETURNING balance
)
INSERT INTO point_entry (member_id, kind, amount, balance_after, order_id, created_at)
SELECT $1, 'ORDER_PAYMENT', -$2, c.balance, $3, $4 FROM (VALUES (1)) one LEFT JOIN changed c ON true;

--: point_refund_order
-- Gives points of an order back: no cap binds, whatever the member's state. Locks the member before the
-- balance, as one who leaves does; what is missing leaves NULLs, which the schema refuses.
WITH present AS (
    SELECT member_id FROM member WHERE member_id = $1 FOR KEY SHARE
), changed AS (
    UPDATE point_balance b SET balance = b.balance + $2
    FROM present p WHERE b.member_id = p.member_id
    RETURNING b.balance
)
INSERT INTO point_entry (member_id, kind, amount, balance_after, order_id, created_at)
SELECT $1, 'REFUND', $2, c.balance, $3, $4 FROM (VALUES (1)) one LEFT JOIN changed c ON true;

--: point_forfeit
-- What is left when a member leaves, if anything.
WITH old AS (
    SELECT member_id, balance FROM point_balance WHERE member_id = $1 AND balance > 0 FOR UPDATE
), changed AS (
    UPDATE point_balance b SET balance = 0 FROM old WHERE b.member_id = old.member_id
    RETURNING old.balance
)
INSERT INTO point_entry (member_id, kind, amount, balance_after, order_id, created_at)
SELECT $1, 'WITHDRAWAL', -balance, 0, NULL, $2 FROM changed;

--: point_history
SELECT e.entry_id, e.kind, e.amount, e.balance_after, o.order_no, e.created_at
FROM (SELECT * FROM point_entry
      WHERE member_id = $1 AND entry_id < $2
      ORDER BY entry_id DESC LIMIT 101) e
LEFT JOIN orders o USING (order_id)
ORDER BY e.entry_id DESC LIMIT $3;
