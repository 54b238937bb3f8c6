-- Purpose: the source files of some documents, as the one who takes them down wants to see them.
-- Grain: one row a file content (inbox_no, source_path, doc_id, batch_no).
-- Parameters: $doc_ids. Reads: all_verdicts.
SELECT DISTINCT doc_id, inbox_no, source, source_path, verdict, standing, is_pending, batch_no
FROM all_verdicts
WHERE doc_id IN (SELECT unnest($doc_ids::VARCHAR[]))
ORDER BY doc_id, inbox_no, source_path, batch_no;
