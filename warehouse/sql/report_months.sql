-- Purpose: documents by month for the quality report; documents of which only the year is known under their year.
-- Grain: one row a month or year.
-- Parameters: none. Reads: months (of the candidate).
SELECT coalesce(strftime(published_month, '%Y-%m'), year::VARCHAR) AS month, documents
FROM months
ORDER BY month;
