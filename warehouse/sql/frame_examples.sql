-- Purpose: the documents that must not be, each under the figure of the release that counts it.
-- Grain: one row a figure and document.
-- Parameters: $today, $release. Reads: new_documents, new_changes (files that the candidate wrote), duplicates, tombstones
--             (of the candidate), replaced_documents, parent_tombstones, delta, asked_documents.
CREATE OR REPLACE TEMP TABLE frame_examples AS
WITH told AS (SELECT doc_id, change FROM new_changes WHERE release = $release)
SELECT 'repeated_doc_id_count' AS figure, doc_id FROM new_documents GROUP BY doc_id HAVING count(*) > 1
UNION
SELECT 'repeated_doc_id_count', doc_id FROM asked_documents WHERE occurrence_count > 1
UNION ALL
SELECT 'lost_document_count', doc_id
FROM replaced_documents
ANTI JOIN new_documents USING (doc_id)
WHERE doc_id NOT IN (SELECT doc_id FROM told WHERE change IN ('removed', 'withdrawn'))
UNION ALL
SELECT 'unexplained_document_count', doc_id
FROM (
    (SELECT doc_id FROM new_documents EXCEPT SELECT doc_id FROM replaced_documents)
    EXCEPT SELECT doc_id FROM told WHERE change = 'added'
)
UNION ALL
SELECT 'unexplained_document_count', doc_id
FROM told
WHERE
    (change = 'added' AND doc_id NOT IN (SELECT doc_id FROM new_documents))
    OR (change IN ('removed', 'withdrawn') AND doc_id IN (SELECT doc_id FROM new_documents))
UNION ALL
SELECT 'untold_change_count', doc_id FROM (SELECT doc_id, change FROM delta EXCEPT ALL SELECT doc_id, change FROM told)
UNION ALL
SELECT 'untold_change_count', doc_id FROM (SELECT doc_id, change FROM told EXCEPT ALL SELECT doc_id, change FROM delta)
UNION ALL
SELECT 'orphan_duplicate_count', doc_id
FROM duplicates
WHERE duplicate_of IN (SELECT doc_id FROM told WHERE change IN ('removed', 'withdrawn'))
UNION ALL
SELECT 'tombstone_error_count', doc_id FROM told ANTI JOIN tombstones USING (doc_id) WHERE change = 'withdrawn'
UNION ALL
SELECT 'tombstone_error_count', doc_id FROM tombstones SEMI JOIN new_documents USING (doc_id)
UNION ALL
SELECT 'tombstone_error_count', doc_id FROM parent_tombstones ANTI JOIN tombstones USING (doc_id)
UNION ALL
SELECT 'future_document_count', doc_id FROM new_documents WHERE date_start > $today::DATE;
