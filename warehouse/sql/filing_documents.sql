-- Purpose: how many documents more, or fewer, the years of a candidate have than the parent's.
-- Grain: one row a year that documents come to or go from.
-- Parameters: none. Reads: delta.
SELECT
    year(date_start)::VARCHAR AS year,
    (count(*) FILTER (change = 'added') - count(*) FILTER (change IN ('removed', 'withdrawn')))::BIGINT AS documents
FROM delta
GROUP BY year(date_start);
