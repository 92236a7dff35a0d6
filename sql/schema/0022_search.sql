-- Names are found by the characters from any place in them on, not by trigrams: those of a common word lead
-- to every name that has it, whatever else is sought beside it, and all of these were walked.

-- What a text is found by: the six characters (at its end fewer) from each of its characters on.
CREATE FUNCTION text_starts(words text) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    folded text := normalize(lower(words));
    starts text[];
BEGIN
    FOR i IN 1..length(folded) LOOP
        starts[i] := substr(folded, i, 6);
    END LOOP;
    RETURN array_to_tsvector(starts);
END $$;

-- One lexeme of a query, as it stands; or (begins) all that begin with it.
CREATE FUNCTION text_lexeme(lexeme text, begins boolean) RETURNS tsquery
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN ('''' || replace(replace(lexeme, '\', '\\'), '''', '''''') || CASE WHEN begins THEN ''':*' ELSE '''' END)::tsquery;

-- What the starts of a text match when it holds `words`. Of up to six characters nothing else matches it; of
-- more (one six after the other, the last one reaching to the end) texts may that hold these at other places.
CREATE FUNCTION text_sought(words text) RETURNS tsquery
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    folded text := normalize(lower(words));
    last_six int := greatest(length(folded) - 5, 1);
    sought tsquery := text_lexeme(substr(folded, last_six), length(folded) < 6);
BEGIN
    FOR i IN 1..last_six - 1 BY 6 LOOP
        sought := text_lexeme(substr(folded, i, 6), false) && sought;
    END LOOP;
    RETURN sought;
END $$;

-- And a product is found by its category too: a lexeme that begins as no name and no search does.
CREATE FUNCTION product_starts(name text, category text) RETURNS tsvector
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN text_starts(name) || array_to_tsvector(ARRAY[E'\x01' || category]);

CREATE INDEX product_by_name ON product USING gin (product_starts(name, category)) WHERE status = 'ON_SALE';
CREATE INDEX member_by_starts ON member USING gin (text_starts(name)) WHERE name IS NOT NULL;

-- product.name_key, its indexes, member_name_trigrams, product_search_key and product_search_pattern are for the
-- programs of the version before, which still run while this one starts; the version after this drops them.
