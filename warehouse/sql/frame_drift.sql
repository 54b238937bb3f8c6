-- Purpose: the candidate against its parent.
-- Grain: one row.
-- Parameters: none. Reads: pending_files, parent_verdicts, parent_documents, documents, months, parent_months.
WITH counted AS (
    SELECT
        (SELECT count(*) FROM pending_files) AS new_file_count,
        (SELECT count(*) FROM pending_files WHERE verdict = 'rejected') AS new_rejected_count,
        (SELECT count(*) FROM parent_verdicts) AS parent_file_count,
        (SELECT count(*) FROM parent_verdicts WHERE verdict = 'rejected') AS parent_rejected_count,
        (SELECT count(*) FROM documents) AS document_count,
        (SELECT nullif(count(*), 0) FROM parent_documents) AS parent_document_count
)
SELECT
    new_file_count,
    (new_rejected_count / nullif(new_file_count, 0))::DOUBLE AS new_rejected_share,
    (parent_rejected_count / nullif(parent_file_count, 0))::DOUBLE AS parent_rejected_share,
    document_count,
    parent_document_count,
    (document_count / parent_document_count)::DOUBLE AS growth_ratio,
    (
        SELECT count(*)
        FROM parent_months
        WHERE NOT EXISTS (
            SELECT 1 FROM months
            WHERE months.year = parent_months.year
                AND months.published_month IS NOT DISTINCT FROM parent_months.published_month
        )
    ) AS months_lost_count
FROM counted;
