-- The database layer's own statements.

--: db_ping
SELECT 1

--: db_schema_version
-- The newest migration that was applied.
SELECT coalesce(max(version), 0) FROM schema_migration
