--: books_keep
-- A run's results, in the order of their names, for several may end at once; an older run that ends
-- late changes nothing, a law that is no more goes.
WITH gone AS (
    DELETE FROM audit_result WHERE name <> ALL ($1::text[]) AND ran_at < $3
)
INSERT INTO audit_result (name, violations, ran_at)
SELECT law.name, law.violations, $3 FROM unnest($1::text[], $2::bigint[]) AS law (name, violations) ORDER BY law.name
ON CONFLICT (name) DO UPDATE SET violations = EXCLUDED.violations, ran_at = EXCLUDED.ran_at
WHERE audit_result.ran_at < EXCLUDED.ran_at;

--: books_last
SELECT name, violations, ran_at FROM audit_result ORDER BY name;
