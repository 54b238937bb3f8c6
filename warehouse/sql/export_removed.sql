-- Purpose: what a holder of an older release has to drop: documents that were removed or withdrawn since, and are not back.
-- Grain: one row a document (doc_id), its last change.
-- Parameters: none; places: later (quoted releases). Reads: changes, documents, withdrawn (doc_id).
SELECT doc_id, change, release, source_path
FROM (
    SELECT
        *,
        row_number() OVER (
            PARTITION BY doc_id
            ORDER BY list_transform(string_split(release, '.'), lambda part: part::INTEGER) DESC
        ) AS number
    FROM changes
    WHERE release IN ({{later}}) AND change IN ('removed', 'withdrawn')
)
WHERE number = 1 AND (doc_id NOT IN (SELECT doc_id FROM documents) OR doc_id IN (SELECT doc_id FROM withdrawn))
ORDER BY release, doc_id;
