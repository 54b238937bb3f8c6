-- Purpose: the documents of a file of the parent, and others, with their places; those that the parent has too keep its rows.
-- Grain: one row a document.
-- Parameters: $file_key (of the parent's file, which may be filed otherwise). Reads: places.
SELECT doc_id, place FROM places WHERE starts_with(file_key, $file_key) OR starts_with($file_key, file_key) ORDER BY place;
