-- Purpose: which documents of each staged part are added, their places, and what is not as it was staged.
-- Grain: one row a document whose content is new, by the part's file of documents.
-- Parameters: $release. Reads: added_parts, places, delta, batches, origins.
SELECT
    added_parts.documents_file,
    added_parts.doc_id,
    added_parts.staged_batch_no,
    added_parts.staged_path,
    places.place,
    delta.source,
    delta.source_path,
    delta.earliest_date,
    coalesce(origins.first_release, $release::VARCHAR) AS first_release,
    coalesce(origins.batch_id, batches.batch_id) AS batch_id,
    coalesce(origins.ingested_at_utc, batches.taken_in_at_utc) AS ingested_at_utc
FROM added_parts
JOIN places USING (doc_id)
JOIN delta USING (doc_id)
JOIN batches ON batches.batch_no = delta.batch_no
LEFT JOIN origins USING (doc_id)
ORDER BY added_parts.documents_file, places.place;
