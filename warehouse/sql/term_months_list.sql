-- Purpose: the months whose terms change, and of those that few documents come to or go from, which documents.
-- Grain: one row a month, and one a year for documents of which only the year is known.
-- Parameters: $most_ids, $smallest_ratio (how many times as many documents the month has to have).
-- Reads: touched_term_months, candidate_documents.
WITH sizes AS (
    SELECT file_key(date_start) AS file_key, published_month, count(*) AS documents
    FROM candidate_documents
    GROUP BY ALL
)
SELECT
    touched.file_key,
    touched.published_month,
    touched.came,
    touched.went,
    touched.touching <= $most_ids AND touched.touching * $smallest_ratio <= coalesce(sizes.documents, 0) AS is_slight
FROM touched_term_months AS touched
LEFT JOIN sizes
    ON touched.file_key = sizes.file_key AND touched.published_month IS NOT DISTINCT FROM sizes.published_month
ORDER BY touched.file_key, touched.published_month NULLS FIRST;
