-- Purpose: months whose terms change: those that a text, or the rules it was measured under, comes to or goes from, with
--          the documents that do. A document that was only moved or got another duplicate touches none.
-- Grain: one row a month, and one a year for documents of which only the year is known.
-- Parameters: $most_ids (of how many documents, the first by id, each list tells).
-- Reads: candidate_documents, touched_documents_files (the parent's files that they replace).
CREATE OR REPLACE TEMP TABLE touched_term_months AS
SELECT
    file_key(date_start) AS file_key,
    published_month,
    count(*) AS touching,
    coalesce(min(doc_id, $most_ids) FILTER (WHERE is_added), []) AS came,
    coalesce(min(doc_id, $most_ids) FILTER (WHERE NOT is_added), []) AS went
FROM (
    SELECT date_start, published_month, doc_id, true AS is_added
    FROM candidate_documents AS now
    WHERE NOT EXISTS (
        SELECT 1 FROM touched_documents_files AS parent
        WHERE
            parent.doc_id = now.doc_id
            AND parent.text_sha256 = now.text_sha256
            AND parent.rules_version = now.rules_version
            AND parent.date_start = now.date_start
            AND parent.date_precision = now.date_precision
    )
    UNION ALL
    SELECT date_start, published_month, doc_id, false AS is_added
    FROM touched_documents_files AS parent
    WHERE NOT EXISTS (
        SELECT 1 FROM candidate_documents AS now
        WHERE
            now.doc_id = parent.doc_id
            AND now.text_sha256 = parent.text_sha256
            AND now.rules_version = parent.rules_version
            AND now.date_start = parent.date_start
            AND now.date_precision = parent.date_precision
    )
) AS touching
GROUP BY ALL;
