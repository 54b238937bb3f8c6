-- Purpose: the documents of one year with their places; those that the parent has too keep its rows.
-- Grain: one row a document.
-- Parameters: $file_key (the year). Reads: places.
SELECT doc_id, place FROM places WHERE file_key = $file_key ORDER BY place;
