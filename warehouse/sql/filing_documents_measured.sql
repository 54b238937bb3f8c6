-- Purpose: how many documents the years of a candidate have of which everything was measured again.
-- Grain: one row a year.
-- Parameters: none. Reads: new_contents.
SELECT year(date_start)::VARCHAR AS year, count(*) AS documents FROM new_contents GROUP BY year(date_start);
