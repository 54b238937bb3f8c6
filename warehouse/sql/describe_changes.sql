-- Purpose: how many documents a release added, removed, changed and withdrew, by month, language and source.
-- Grain: one row a kind of change, month of publication (year where only that is known), language and source.
-- Parameters: $release. Reads: new_changes (files of changes that the release wrote), new_documents (files of documents
--             that it wrote), replaced_documents (the parent's files that these replace).
WITH described AS (
    SELECT doc_id, published_month, date_start, lang, source FROM new_documents
    UNION ALL
    SELECT doc_id, published_month, date_start, lang, source FROM replaced_documents
    WHERE doc_id NOT IN (SELECT doc_id FROM new_documents)
)
SELECT
    change,
    published_month,
    year(date_start)::INTEGER AS year,
    lang,
    source,
    count(*) AS documents
FROM new_changes
LEFT JOIN described USING (doc_id)
WHERE release = $release
GROUP BY ALL
ORDER BY change, year NULLS FIRST, published_month NULLS FIRST, lang NULLS FIRST, source NULLS FIRST;
