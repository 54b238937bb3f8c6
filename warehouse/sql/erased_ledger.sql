-- Purpose: replace the path of an erased file in the ledger, wherever it was moved since it was taken in.
-- Grain: one row a path of an inbox.
-- Parameters: $inbox_no, $source_path (as raw/ has it), $doc_id, $name.
UPDATE ledger
SET source_path = $name, raw_path = $name, archive_path = NULL
WHERE inbox_no = $inbox_no AND raw_path = $source_path AND starts_with(source_sha256, $doc_id);
