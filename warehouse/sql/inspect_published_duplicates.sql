-- Purpose: duplicates of the latest release in the shape that pending ones have too.
-- Grain: one row a duplicate source file (source, source_path, doc_id).
-- Parameters: none. Reads: published_duplicates.
SELECT inbox_no, source, source_path, doc_id, duplicate_of, date_start, kind, similarity, false AS is_pending
FROM published_duplicates;
