-- Purpose: the new documents of which the parts were not found sound: SQL counts their errors. Normally there are none.
-- Grain: one row a document (doc_id).
-- Parameters: none. Reads: new_contents, new_documents (with filename and file_row_number), frame_examples (ids that are
--             there more than once), unsound_documents (by file and row of the documents' file), stray_parts.
CREATE OR REPLACE TEMP TABLE suspect_documents AS
WITH sound_documents AS (
    SELECT doc_id
    FROM (
        SELECT doc_id, regexp_extract(filename, '-([\d-]+)\.parquet$', 1) AS file_key, file_row_number AS document_row
        FROM new_documents
    )
    ANTI JOIN unsound_documents USING (file_key, document_row)
    ANTI JOIN (SELECT doc_id FROM frame_examples WHERE figure = 'repeated_doc_id_count') AS repeated USING (doc_id)
    ANTI JOIN stray_parts USING (doc_id)
)
SELECT doc_id FROM new_contents
ANTI JOIN sound_documents USING (doc_id);
