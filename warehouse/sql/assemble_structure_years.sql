-- Purpose: how many documents each year has whose structure is written.
-- Grain: one row a year.
-- Parameters: none. Reads: structure_places.
SELECT file_key, count(*) AS documents FROM structure_places GROUP BY file_key ORDER BY file_key;
