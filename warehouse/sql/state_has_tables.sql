-- Purpose: whether the tables of state.duckdb are there; the last one is made last.
-- Grain: one row, or none.
-- Parameters: none.
SELECT table_name FROM duckdb_tables() WHERE table_name = 'ignored';
