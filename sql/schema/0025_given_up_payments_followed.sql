-- Those that were given up before are followed again: not at once, so that a worker of the version before, which
-- would ask for them again and again, never meets them; and some at a time.
UPDATE payment SET ask_at = now() + interval '1 day' + random() * interval '1 day'
WHERE status = 'CANCELLED' AND transaction_key IS NOT NULL;

ALTER TABLE payment VALIDATE CONSTRAINT payment_open_is_followed;
