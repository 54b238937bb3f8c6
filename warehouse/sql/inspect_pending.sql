-- Purpose: verdicts that no release holds yet. They get a standing when a release is assembled; until then it is null,
--          but for what people decided.
-- Grain: one row a source file of a pending batch (source, source_path, batch_no).
-- Parameters: none. Reads: pending_files, set_aside_batches, withdrawn_documents.
SELECT
    inbox_no,
    source,
    source_path,
    source_sha256,
    verdict,
    CASE
        WHEN batch_no IN (SELECT batch_no FROM set_aside_batches) THEN 'set_aside'
        WHEN verdict <> 'rejected' AND doc_id IN (SELECT doc_id FROM withdrawn_documents) THEN 'withdrawn'
    END AS standing,
    reason,
    measure,
    measured_value,
    threshold,
    doc_id,
    batch_id,
    batch_no,
    taken_in_at_utc,
    run_id,
    true AS is_pending
FROM pending_files;
