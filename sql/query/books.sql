--: books_keep
-- A run's results, in the order of their names, for several may end at once; an older run that ends
-- late changes nothing, a law that is no more goes.
WITH gone AS (
    DELETE FROM audit_result WHERE name <> ALL ($1::text[]) AND ran_at < $3
)
INSERT INTO audit_result (name, violations, ran_at, offenders)
SELECT law.name, law.violations, $3, law.offenders
FROM unnest($1::text[], $2::bigint[], $4::text[]) AS law (name, violations, offenders) ORDER BY law.name
ON CONFLICT (name) DO UPDATE SET violations = EXCLUDED.violations, ran_at = EXCLUDED.ran_at, offenders = EXCLUDED.offenders
WHERE audit_result.ran_at < EXCLUDED.ran_at;

--: books_last
SELECT name, violations, ran_at, offenders FROM audit_result ORDER BY name;
