-- Purpose: duplicates that no release holds yet.
-- Grain: one row a duplicate source file of a pending batch (source, source_path, batch_no).
-- Parameters: none. Reads: pending_files, set_aside_batches, withdrawn_documents.
SELECT
    inbox_no,
    source,
    source_path,
    doc_id,
    duplicate_of,
    date_start,
    CASE reason WHEN 'exact_duplicate' THEN 'exact' ELSE 'near' END AS kind,
    measured_value::DOUBLE AS similarity,
    true AS is_pending
FROM pending_files
WHERE
    verdict = 'duplicate'
    AND batch_no NOT IN (SELECT batch_no FROM set_aside_batches)
    AND doc_id NOT IN (SELECT doc_id FROM withdrawn_documents);
