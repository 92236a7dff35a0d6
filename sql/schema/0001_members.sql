-- Members, sellers, guests, sessions (M1-M6).

CREATE TABLE member (
    member_id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email         text,
    password_hash text,
    name          text,
    phone         text,          -- digits only
    postcode      text,
    line1         text,
    line2         text,
    role          text NOT NULL CONSTRAINT member_role CHECK (role IN ('CUSTOMER', 'SELLER', 'ADMIN')),
    status        text NOT NULL CONSTRAINT member_status CHECK (status IN ('ACTIVE', 'SUSPENDED', 'WITHDRAWN')),
    created_at    timestamptz NOT NULL,
    updated_at    timestamptz NOT NULL,
    withdrawn_at  timestamptz,
    -- Leaving erases every personal datum; being a member needs them all.
    CONSTRAINT member_personal_data CHECK (
        CASE WHEN status = 'WITHDRAWN'
             THEN num_nonnulls(email, password_hash, name, phone, postcode, line1, line2) = 0
                  AND withdrawn_at IS NOT NULL
             ELSE num_nulls(email, password_hash, name, phone, postcode, line1) = 0
                  AND withdrawn_at IS NULL
        END),
    CONSTRAINT member_email_form CHECK (email = lower(email) AND length(email) BETWEEN 3 AND 254),
    CONSTRAINT member_phone_form CHECK (phone ~ '^0[0-9]{8,10}$')
);
CREATE UNIQUE INDEX member_email_key ON member (email);

CREATE TABLE seller (
    seller_id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    member_id           bigint NOT NULL REFERENCES member,
    business_name       text NOT NULL CONSTRAINT seller_business_name CHECK (length(business_name) BETWEEN 1 AND 100),
    registration_number text CONSTRAINT seller_registration_form CHECK (registration_number ~ '^[0-9]{10}$'),
    contact             text,
    postcode            text,
    line1               text,
    line2               text,
    category            text NOT NULL CONSTRAINT seller_category CHECK (length(category) BETWEEN 1 AND 40),
    created_at          timestamptz NOT NULL,
    CONSTRAINT seller_member_key UNIQUE (member_id),
    CONSTRAINT seller_registration_key UNIQUE (registration_number)
);

CREATE TABLE guest (
    guest_id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    created_at timestamptz NOT NULL
);

-- A session belongs to a member or to a guest. Only the BLAKE2b hash of its token is kept.
CREATE TABLE session (
    session_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    token_hash bytea NOT NULL,
    member_id  bigint REFERENCES member,
    guest_id   bigint REFERENCES guest,
    created_at timestamptz NOT NULL,
    seen_at    timestamptz NOT NULL,   -- moved on at most every few minutes
    expires_at timestamptz NOT NULL,   -- the absolute end
    CONSTRAINT session_token_key UNIQUE (token_hash),
    CONSTRAINT session_one_owner CHECK (num_nonnulls(member_id, guest_id) = 1)
);
CREATE INDEX session_member_id ON session (member_id) WHERE member_id IS NOT NULL;
CREATE INDEX session_guest_id ON session (guest_id) WHERE guest_id IS NOT NULL;

-- Answers to money calls, kept so that the same key gives the same answer again. The record commits
-- with the effect. `caller` is m<member_id>, g<guest_id> or s<server-made key>.
CREATE TABLE idempotency (
    caller       text NOT NULL,
    key          text NOT NULL,
    fingerprint  bytea NOT NULL,       -- BLAKE2b of method, path and raw body
    status       int NOT NULL,
    content_type text NOT NULL,
    location     text,
    body         text NOT NULL,
    created_at   timestamptz NOT NULL,
    PRIMARY KEY (caller, key)
);
CREATE INDEX idempotency_created_at ON idempotency (created_at);
