-- Purpose: documents that are in no export: withdrawn as a release tells it, or as the warehouse knows it already.
-- Grain: one row a document (doc_id).
-- Parameters: $recorded (documents that were taken down). Reads: tombstones.
CREATE TEMP TABLE withdrawn AS
SELECT doc_id, FALSE AS is_unpublished FROM tombstones
UNION
SELECT doc_id, TRUE FROM (SELECT unnest($recorded::VARCHAR[]) AS doc_id) ANTI JOIN tombstones USING (doc_id);
