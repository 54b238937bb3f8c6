-- Purpose: documents by month, here and in the parent.
-- Grain: one row a month, and one a year for documents of which only the year is known.
-- Parameters: none. Reads: months (of the candidate), parent_months.
SELECT month, sum(documents)::BIGINT AS documents, sum(parent_documents)::BIGINT AS parent_documents
FROM (
    SELECT coalesce(strftime(published_month, '%Y-%m'), lpad(year::VARCHAR, 4, '0')) AS month, documents,
        0 AS parent_documents
    FROM months
    UNION ALL
    SELECT coalesce(strftime(published_month, '%Y-%m'), lpad(year::VARCHAR, 4, '0')), 0, documents
    FROM parent_months
)
GROUP BY month
ORDER BY month;
