-- Points: a balance a member and the ledger it is the sum of (P1-P7).

-- A table of its own that no foreign key references: an insert elsewhere never locks a balance.
CREATE TABLE point_balance (
    member_id bigint PRIMARY KEY REFERENCES member,
    balance   bigint NOT NULL CONSTRAINT point_balance_not_negative CHECK (balance >= 0)
);

-- Append-only. Entries of one member are written under the lock of its balance, so entry_id orders them.
CREATE TABLE point_entry (
    entry_id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    member_id     bigint NOT NULL REFERENCES member,
    kind          text NOT NULL CONSTRAINT point_entry_kind CHECK (kind IN ('CHARGE', 'USE', 'ORDER_PAYMENT', 'REFUND', 'WITHDRAWAL')),
    amount        bigint NOT NULL,
    balance_after bigint NOT NULL CONSTRAINT point_entry_balance_after CHECK (balance_after >= 0),
    order_id      bigint,
    created_at    timestamptz NOT NULL,
    CONSTRAINT point_entry_sign CHECK (
        CASE WHEN kind IN ('CHARGE', 'REFUND') THEN amount > 0 ELSE amount < 0 END),
    CONSTRAINT point_entry_cause CHECK ((kind IN ('ORDER_PAYMENT', 'REFUND')) = (order_id IS NOT NULL))
);
CREATE INDEX point_entry_member ON point_entry (member_id, entry_id DESC);
-- An order takes a member's points at most once.
CREATE UNIQUE INDEX point_entry_one_payment_per_order ON point_entry (order_id) WHERE kind = 'ORDER_PAYMENT';
