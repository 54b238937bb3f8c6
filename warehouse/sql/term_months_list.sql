-- Purpose: the months whose terms are counted again.
-- Grain: one row a month, and one a year for documents of which only the year is known.
-- Parameters: none. Reads: touched_term_months.
SELECT file_key, published_month FROM touched_term_months ORDER BY file_key, published_month NULLS FIRST;
