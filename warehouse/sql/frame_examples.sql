-- Purpose: the documents that must not be, each under the figure of the release that counts it. Asked range by range of ids.
-- Grain: one row a figure and document.
-- Parameters: $today, $release; $first_id, $end_id (ids from the first one and below the other; an absent id counts as an
--             empty text). Reads: new_documents, new_changes (files that the candidate wrote), duplicates, tombstones (of
--             the candidate), replaced_documents, parent_tombstones, delta, asked_documents. Adds to: frame_examples.
INSERT INTO frame_examples
WITH told AS (
    SELECT doc_id, change FROM new_changes
    WHERE release = $release AND coalesce(doc_id, '') >= $first_id AND coalesce(doc_id, '') < $end_id
),
changed AS (
    SELECT doc_id, change FROM delta WHERE coalesce(doc_id, '') >= $first_id AND coalesce(doc_id, '') < $end_id
),
written AS (
    SELECT doc_id, date_start FROM new_documents
    WHERE coalesce(doc_id, '') >= $first_id AND coalesce(doc_id, '') < $end_id
),
replaced AS (
    SELECT doc_id FROM replaced_documents WHERE coalesce(doc_id, '') >= $first_id AND coalesce(doc_id, '') < $end_id
)
SELECT 'repeated_doc_id_count' AS figure, doc_id FROM written GROUP BY doc_id HAVING count(*) > 1
UNION
SELECT 'repeated_doc_id_count', doc_id
FROM asked_documents
WHERE occurrence_count > 1 AND coalesce(doc_id, '') >= $first_id AND coalesce(doc_id, '') < $end_id
UNION ALL
SELECT 'lost_document_count', doc_id
FROM replaced
ANTI JOIN written USING (doc_id)
WHERE doc_id NOT IN (SELECT doc_id FROM told WHERE change IN ('removed', 'withdrawn'))
UNION ALL
SELECT 'unexplained_document_count', doc_id
FROM (
    (SELECT doc_id FROM written EXCEPT SELECT doc_id FROM replaced)
    EXCEPT SELECT doc_id FROM told WHERE change = 'added'
)
UNION ALL
SELECT 'unexplained_document_count', doc_id
FROM told
WHERE
    (change = 'added' AND doc_id NOT IN (SELECT doc_id FROM written WHERE doc_id IS NOT NULL))
    OR (change IN ('removed', 'withdrawn') AND doc_id IN (SELECT doc_id FROM written))
UNION ALL
SELECT 'untold_change_count', doc_id FROM (SELECT doc_id, change FROM changed EXCEPT ALL SELECT doc_id, change FROM told)
UNION ALL
SELECT 'untold_change_count', doc_id FROM (SELECT doc_id, change FROM told EXCEPT ALL SELECT doc_id, change FROM changed)
UNION ALL
SELECT 'orphan_duplicate_count', doc_id
FROM duplicates
WHERE duplicate_of IN (SELECT doc_id FROM told WHERE change IN ('removed', 'withdrawn'))
UNION ALL
SELECT 'tombstone_error_count', doc_id FROM told ANTI JOIN tombstones USING (doc_id) WHERE change = 'withdrawn'
UNION ALL
SELECT 'tombstone_error_count', doc_id FROM tombstones SEMI JOIN written USING (doc_id)
UNION ALL
SELECT 'tombstone_error_count', doc_id
FROM parent_tombstones
ANTI JOIN tombstones USING (doc_id)
WHERE coalesce(doc_id, '') >= $first_id AND coalesce(doc_id, '') < $end_id
UNION ALL
SELECT 'future_document_count', doc_id FROM written WHERE date_start > $today::DATE;
