-- Takes an idempotency key's lock and sees to it that no answer is recorded under it yet, as the first
-- statement of a pipeline: what stands behind it runs only when the key is free, JT001 when it is not.
-- `wait`: for whoever has the lock. Volatile, so that the look-up has a snapshot from after the lock.
CREATE FUNCTION idempotency_claim(lock bigint, wait boolean, who text, wanted text, since timestamptz) RETURNS void
LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    IF wait THEN
        PERFORM pg_advisory_xact_lock(lock);
    ELSIF NOT pg_try_advisory_xact_lock(lock) THEN
        RAISE EXCEPTION 'the key is under way' USING ERRCODE = 'JT001';
    END IF;
    IF EXISTS (SELECT FROM idempotency i WHERE i.caller = who AND i.key = wanted AND i.created_at > since) THEN
        RAISE EXCEPTION 'the key has its answer' USING ERRCODE = 'JT001';
    END IF;
END $$;
