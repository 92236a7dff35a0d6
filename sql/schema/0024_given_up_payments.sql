-- A payment that was given up (CANCELLED) goes on being asked for while the gateway may approve it yet.
ALTER TABLE payment
    DROP CONSTRAINT payment_open_is_followed,
    ADD CONSTRAINT payment_open_is_followed CHECK (
        CASE WHEN method = 'CARD' AND status = 'PENDING' THEN ask_at IS NOT NULL
             WHEN status = 'CANCELLED' THEN ask_at IS NULL OR transaction_key IS NOT NULL
             ELSE ask_at IS NULL END);

-- Those that were given up before are followed again, some at a time.
UPDATE payment SET ask_at = now() + random() * interval '1 day'
WHERE status = 'CANCELLED' AND transaction_key IS NOT NULL;
