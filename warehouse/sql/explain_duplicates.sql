-- Purpose: the files that are duplicates of some documents, in the order of their dates.
-- Grain: one row a duplicate source file (source, source_path, doc_id).
-- Parameters: $doc_ids. Reads: all_duplicates.
SELECT DISTINCT inbox_no, source_path, source, doc_id, duplicate_of, kind, similarity, date_start, is_pending
FROM all_duplicates
WHERE list_contains($doc_ids, duplicate_of)
ORDER BY duplicate_of, date_start, source, source_path;
