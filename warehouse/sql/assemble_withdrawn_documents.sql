-- Purpose: the documents that are taken down, later arrivals that match them too.
-- Grain: one row a document (doc_id).
-- Parameters: $doc_ids.
CREATE OR REPLACE TEMP TABLE withdrawn_documents AS
SELECT DISTINCT unnest($doc_ids::VARCHAR[]) AS doc_id;
