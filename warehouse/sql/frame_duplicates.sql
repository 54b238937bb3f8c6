-- Purpose: the duplicates on paths that this candidate touches.
-- Grain: one row a duplicate source file.
-- Parameters: none. Reads: duplicates (of the candidate), touched_verdicts.
SELECT inbox_no, source, source_path, doc_id, duplicate_of, kind, similarity, date_start, survivor_date_start
FROM duplicates
SEMI JOIN touched_verdicts USING (inbox_no, source_path)
ORDER BY source, source_path, doc_id;
