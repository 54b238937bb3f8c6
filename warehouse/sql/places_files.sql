-- Purpose: how many documents each file has that is written.
-- Grain: one row a file.
-- Parameters: none. Reads: places.
SELECT file_key, count(*) AS documents FROM places GROUP BY file_key ORDER BY file_key;
