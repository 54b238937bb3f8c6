-- Purpose: what releases did with some documents.
-- Grain: one row a document and release (doc_id, release).
-- Parameters: $doc_ids. Reads: published_changes.
SELECT doc_id, change, release, source_path
FROM published_changes
WHERE list_contains($doc_ids, doc_id)
ORDER BY list_transform(string_split(release, '.'), lambda part: CAST(part AS INTEGER)), doc_id;
