-- Purpose: documents of some batches that are refused wherever they came, with their last verdict.
-- Grain: one row a document (doc_id).
-- Parameters: $batch_nos. Reads: settled_files (of all batches).
SELECT
    doc_id,
    arg_max(reason, batch_no) AS reason,
    arg_max(measure, batch_no) AS measure,
    arg_max(measured_value, batch_no) AS measured_value,
    arg_max(threshold, batch_no) AS threshold
FROM settled_files
WHERE doc_id IN (SELECT doc_id FROM settled_files WHERE batch_no IN (SELECT unnest($batch_nos::INTEGER[])))
GROUP BY doc_id
HAVING bool_and(verdict = 'rejected')
ORDER BY doc_id;
