-- Purpose: which documents of each file of the parent are kept, their places, and what may have changed of them.
-- Grain: one row a document, in the order of the places, in which each file of the parent lies together.
-- Parameters: none. Reads: touched_documents_files (the parent's files that are replaced, with filename), places, delta.
SELECT
    parent.filename AS documents_file,
    parent.doc_id,
    places.place,
    coalesce(delta.inbox_no, parent.inbox_no) AS inbox_no,
    coalesce(delta.source, parent.source) AS source,
    coalesce(delta.source_path, parent.source_path) AS source_path,
    coalesce(delta.earliest_date, parent.earliest_date) AS earliest_date
FROM touched_documents_files AS parent
JOIN places USING (doc_id)
LEFT JOIN delta ON delta.doc_id = parent.doc_id AND delta.change = 'changed'
ORDER BY places.place;
