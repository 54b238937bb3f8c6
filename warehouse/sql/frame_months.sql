-- Purpose: documents by month, here and in the parent; what people took down counts in neither, for that is no drift.
-- Grain: one row a month, and one a year for documents of which only the year is known.
-- Parameters: none. Reads: months (of the candidate), parent_months, delta, replaced_documents (files of the parent that
--             the candidate does not link).
SELECT month, sum(documents)::BIGINT AS documents, sum(parent_documents)::BIGINT AS parent_documents
FROM (
    SELECT coalesce(strftime(published_month, '%Y-%m'), lpad(year::VARCHAR, 4, '0')) AS month, documents,
        0 AS parent_documents
    FROM months
    UNION ALL
    SELECT coalesce(strftime(published_month, '%Y-%m'), lpad(year::VARCHAR, 4, '0')), 0, documents
    FROM parent_months
    UNION ALL
    SELECT coalesce(strftime(published_month, '%Y-%m'), strftime(date_start, '%Y')), 0, -1
    FROM replaced_documents
    WHERE doc_id IN (SELECT doc_id FROM delta WHERE change = 'withdrawn')
)
GROUP BY month
ORDER BY month;
