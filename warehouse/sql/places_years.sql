-- Purpose: how many documents each year has that is written.
-- Grain: one row a year.
-- Parameters: none. Reads: places.
SELECT file_key, count(*) AS documents FROM places GROUP BY file_key ORDER BY file_key;
