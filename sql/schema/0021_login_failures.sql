-- Checks of a password that failed, by what they had in common (an account and an address, an account
-- and a known device, an account), so that the next ones of that kind wait. The subject is a hash:
-- nobody reads here who tried to log in from where. A crash may forget it all.
CREATE UNLOGGED TABLE login_failure (
    subject   bytea PRIMARY KEY,
    failures  int NOT NULL CONSTRAINT login_failure_count CHECK (failures >= 0),
    failed_at timestamptz NOT NULL,
    open_at   timestamptz NOT NULL   -- nothing is checked before
);
CREATE INDEX login_failure_failed_at ON login_failure (failed_at);
