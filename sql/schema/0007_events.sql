-- Events out (X1, X2, X4): the outbox; and what the audit found last.

-- One row an event and destination, written in the transaction that the event tells of. Columns are
-- named as Debezium's outbox router expects them; what follows `payload` is for our own courier.
-- The rows of one order are written under that order's lock, so their ids have its order of events.
-- No foreign key: nothing here may lock what orders are made of.
CREATE TABLE event_out (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    aggregatetype text NOT NULL CONSTRAINT event_out_aggregatetype CHECK (aggregatetype = 'order'),
    aggregateid   text NOT NULL,    -- the order's number
    type          text NOT NULL CONSTRAINT event_out_type CHECK (type IN (
                      'order.paid', 'order.cancelled', 'order.refunded', 'delivery.requested', 'delivery.cancelled')),
    payload       json NOT NULL,    -- as it was written, key by key
    destination   text NOT NULL CONSTRAINT event_out_destination CHECK (destination IN ('DATA_PLATFORM', 'DELIVERY')),
    state         text NOT NULL CONSTRAINT event_out_state CHECK (state IN ('PENDING', 'DELIVERED', 'PARKED')),
    attempts      bigint NOT NULL CONSTRAINT event_out_attempts CHECK (attempts >= 0),
    last_error    text,
    created_at    timestamptz NOT NULL,
    next_try_at   timestamptz NOT NULL,
    claimed_until timestamptz,      -- a courier has it until then,
    claim         bigint,           -- and this tells which
    delivered_at  timestamptz,
    CONSTRAINT event_out_type_goes_to CHECK ((destination = 'DELIVERY') = (type LIKE 'delivery.%')),
    CONSTRAINT event_out_delivered CHECK ((state = 'DELIVERED') = (delivered_at IS NOT NULL)),
    CONSTRAINT event_out_claimed CHECK ((claim IS NULL) = (claimed_until IS NULL)),
    CONSTRAINT event_out_claim_pending CHECK (claim IS NULL OR state = 'PENDING')
);
-- What happens once to an order is told once.
CREATE UNIQUE INDEX event_out_once ON event_out (aggregateid, type)
    WHERE type IN ('order.paid', 'order.cancelled', 'delivery.requested');
CREATE INDEX event_out_due ON event_out (destination, next_try_at, id) WHERE state = 'PENDING';
CREATE INDEX event_out_unsent ON event_out (destination, aggregateid, id) WHERE state <> 'DELIVERED';
CREATE INDEX event_out_by_state ON event_out (state, id);

-- The last run of the audit, a row a law of sql/audit/.
CREATE TABLE audit_result (
    name       text PRIMARY KEY,
    violations bigint NOT NULL CONSTRAINT audit_result_violations CHECK (violations >= 0),
    ran_at     timestamptz NOT NULL
);
