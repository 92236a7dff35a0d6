-- Products, pictures, stock and its history, sales (C1-C8, S1-S5, R1-R3).

CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- What a name is searched by. Hangul syllables fall apart into their letters, those without a final
-- consonant with a letter that nobody writes in its place: so each syllable is a trigram at least.
-- The blank in front makes the first word begin as the others do.
CREATE FUNCTION product_search_key(name text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN ' ' || regexp_replace(normalize(lower(name), NFD), '([\u1161-\u1175])(?![\u11A8-\u11C2])', E'\\1\u11FF', 'g');

-- The LIKE pattern of keys that may hold `words`. A word too short for a trigram (two Latin letters) is
-- found where words begin with it, since the index knows nothing else of it; what the index knows
-- nothing of at all (a lone sign) gives NULL: such a search would read every product.
CREATE FUNCTION product_search_pattern(words text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (
    SELECT CASE WHEN substr(key, 2) ~ '[[:alnum:]]{3}' THEN '%' || substr(key, 2) || '%'
                WHEN key ~ '^ [[:alnum:]]' THEN '%' || key || '%'
           END
    FROM (SELECT replace(replace(replace(product_search_key(words), '\', '\\'), '%', '\%'), '_', '\_') AS key) made
);

CREATE TABLE picture (
    picture_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    hash       text NOT NULL CONSTRAINT picture_hash_form CHECK (hash ~ '^[0-9a-f]{32}$'),
    created_at timestamptz NOT NULL,
    CONSTRAINT picture_hash_key UNIQUE (hash)
);
CREATE TABLE picture_file (
    picture_id bigint NOT NULL REFERENCES picture,
    width      int NOT NULL CONSTRAINT picture_file_width CHECK (width IN (320, 640, 1280)),
    height     int NOT NULL CONSTRAINT picture_file_height CHECK (height BETWEEN 1 AND 5120),
    bytes      bytea NOT NULL CONSTRAINT picture_file_size CHECK (length(bytes) BETWEEN 1 AND 4194304),
    PRIMARY KEY (picture_id, width)
);
ALTER TABLE picture_file ALTER COLUMN bytes SET STORAGE EXTERNAL; -- WebP does not compress again

CREATE TABLE product (
    product_id  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    seller_id   bigint NOT NULL REFERENCES seller,
    name        text NOT NULL CONSTRAINT product_name_length CHECK (length(name) BETWEEN 1 AND 100),
    description text NOT NULL CONSTRAINT product_description_length CHECK (length(description) <= 5000),
    category    text NOT NULL CONSTRAINT product_category_length CHECK (length(category) BETWEEN 1 AND 40),
    price       bigint NOT NULL CONSTRAINT product_price_range CHECK (price BETWEEN 0 AND 1000000000 AND price % 100 = 0),
    discount    bigint NOT NULL CONSTRAINT product_discount_range CHECK (discount BETWEEN 0 AND price),
    -- What the buyer pays for one; lists are sorted by it.
    final_price bigint GENERATED ALWAYS AS (price - discount) STORED,
    status      text NOT NULL CONSTRAINT product_status CHECK (status IN ('ON_SALE', 'DISCONTINUED', 'DELETED')),
    picture_id  bigint REFERENCES picture,
    created_at  timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL,
    name_key    text GENERATED ALWAYS AS (product_search_key(name)) STORED
);
CREATE INDEX product_newest ON product (product_id DESC) WHERE status = 'ON_SALE';
CREATE INDEX product_by_price ON product (final_price, product_id) WHERE status = 'ON_SALE';
CREATE INDEX product_category_newest ON product (category, product_id DESC) WHERE status = 'ON_SALE';
CREATE INDEX product_category_by_price ON product (category, final_price, product_id) WHERE status = 'ON_SALE';
CREATE INDEX product_by_seller ON product (seller_id, product_id DESC);
CREATE INDEX product_name_trigrams ON product USING gin (name_key gin_trgm_ops) WHERE status = 'ON_SALE';

-- How many products on sale a category has; kept by the statements that change products.
CREATE TABLE category (
    category text PRIMARY KEY,
    products bigint NOT NULL CONSTRAINT category_products_not_negative CHECK (products >= 0)
);

-- A table of its own that no foreign key references. available = on_hand - reserved.
CREATE TABLE stock (
    product_id bigint PRIMARY KEY REFERENCES product,
    on_hand    bigint NOT NULL CONSTRAINT stock_on_hand_not_negative CHECK (on_hand >= 0),
    reserved   bigint NOT NULL CONSTRAINT stock_reserved_not_negative CHECK (reserved >= 0),
    CONSTRAINT stock_reserved_within_on_hand CHECK (reserved <= on_hand),
    CONSTRAINT stock_on_hand_limit CHECK (on_hand <= 1000000000)
) WITH (fillfactor = 50);

-- Append-only; entries of one product are written under the lock of its stock row.
CREATE TABLE stock_entry (
    entry_id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    product_id      bigint NOT NULL,
    kind            text NOT NULL CONSTRAINT stock_entry_kind CHECK (kind IN ('INITIAL', 'ADJUSTED', 'RESERVED', 'RELEASED', 'SOLD', 'RETURNED', 'EXCHANGED')),
    on_hand_delta   bigint NOT NULL,
    reserved_delta  bigint NOT NULL,
    on_hand_after   bigint NOT NULL CONSTRAINT stock_entry_on_hand CHECK (on_hand_after >= 0),
    reserved_after  bigint NOT NULL CONSTRAINT stock_entry_reserved CHECK (reserved_after BETWEEN 0 AND on_hand_after),
    order_id        bigint,
    actor           text NOT NULL CONSTRAINT stock_entry_actor CHECK (actor IN ('BUYER', 'SELLER', 'ADMIN', 'SYSTEM')),
    actor_member_id bigint,
    reason          text,
    created_at      timestamptz NOT NULL,
    CONSTRAINT stock_entry_shape CHECK (
        CASE kind
            WHEN 'INITIAL'  THEN on_hand_delta >= 0 AND reserved_delta = 0
            WHEN 'ADJUSTED' THEN on_hand_delta <> 0 AND reserved_delta = 0
            WHEN 'RESERVED' THEN on_hand_delta = 0 AND reserved_delta > 0
            WHEN 'RELEASED' THEN on_hand_delta = 0 AND reserved_delta < 0
            WHEN 'SOLD'     THEN on_hand_delta < 0 AND reserved_delta IN (on_hand_delta, 0)
            WHEN 'RETURNED' THEN on_hand_delta > 0 AND reserved_delta = 0
            ELSE on_hand_delta < 0 AND reserved_delta = 0
        END),
    CONSTRAINT stock_entry_order CHECK ((kind IN ('INITIAL', 'ADJUSTED')) = (order_id IS NULL))
);
CREATE INDEX stock_entry_product ON stock_entry (product_id, entry_id DESC);
CREATE INDEX stock_entry_order ON stock_entry (order_id) WHERE order_id IS NOT NULL;

-- Sales as they happen: one row a paid line (cancellations: a negative row). The worker folds them
-- into the totals with DELETE ... RETURNING, so no late commit can be missed or counted twice.
CREATE TABLE sale_delta (
    delta_id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    product_id bigint NOT NULL,
    sold_on    date NOT NULL,          -- the day in Seoul
    quantity   bigint NOT NULL
);
CREATE TABLE sale_daily (
    sold_on    date NOT NULL,
    product_id bigint NOT NULL,
    quantity   bigint NOT NULL,
    PRIMARY KEY (sold_on, product_id)
);
-- What a product sold over the ranking window; a row for every product, so that lists can join it.
-- `category` is the product's while it is on sale, else NULL: lists by popularity read this alone.
CREATE TABLE product_popularity (
    product_id bigint PRIMARY KEY REFERENCES product,
    category   text,
    sold       bigint NOT NULL
);
CREATE INDEX product_popularity_order ON product_popularity (sold DESC, product_id DESC) WHERE category IS NOT NULL;
CREATE INDEX product_popularity_category ON product_popularity (category, sold DESC, product_id DESC) WHERE category IS NOT NULL;
-- One row: the window that product_popularity speaks of.
CREATE TABLE ranking_state (
    only_row     boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    window_from  date NOT NULL,
    window_to    date NOT NULL,
    refreshed_at timestamptz NOT NULL
);

-- What lists and pages show of a product, but for its description.
CREATE VIEW product_card AS
SELECT p.product_id, p.seller_id, s.business_name AS seller_name, p.name, p.category, p.price, p.discount,
       p.final_price, k.on_hand - k.reserved AS stock,
       CASE WHEN p.status = 'ON_SALE' AND k.on_hand <= k.reserved THEN 'SOLD_OUT' ELSE p.status END AS status,
       f.hash AS picture, p.created_at, r.sold
FROM product p
JOIN seller s USING (seller_id)
JOIN stock k USING (product_id)
JOIN product_popularity r USING (product_id)
LEFT JOIN picture f USING (picture_id);
