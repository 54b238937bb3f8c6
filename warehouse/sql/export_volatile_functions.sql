-- Purpose: functions that may answer otherwise the next time: chance, the clock, the session.
-- Grain: one row a name.
-- Parameters: none. Reads: duckdb_functions().
SELECT DISTINCT function_name
FROM duckdb_functions()
WHERE stability IN ('VOLATILE', 'CONSISTENT_WITHIN_QUERY')
ORDER BY function_name;
