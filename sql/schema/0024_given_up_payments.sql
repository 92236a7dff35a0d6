-- A payment that was given up (CANCELLED) goes on being asked for while the gateway may approve it yet. Not held
-- against every row here, where nobody may use the table meanwhile: 0025 does that.
ALTER TABLE payment
    DROP CONSTRAINT payment_open_is_followed,
    ADD CONSTRAINT payment_open_is_followed CHECK (
        CASE WHEN method = 'CARD' AND status = 'PENDING' THEN ask_at IS NOT NULL
             WHEN status = 'CANCELLED' THEN ask_at IS NULL OR transaction_key IS NOT NULL
             ELSE ask_at IS NULL END) NOT VALID;
