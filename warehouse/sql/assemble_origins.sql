-- Purpose: what a document that is measured again keeps of its parent: when it came, and which release first held it.
-- Grain: one row a document (doc_id); none where nothing was measured again.
-- Parameters: $is_measured_again. Reads: parent_documents.
CREATE TEMP TABLE origins AS
SELECT doc_id, first_release, batch_id, ingested_at_utc FROM parent_documents
WHERE $is_measured_again::BOOLEAN;
