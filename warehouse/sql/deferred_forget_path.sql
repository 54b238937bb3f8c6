-- Purpose: drop what is recorded of one put-off file, so that it is never listed twice.
-- Parameters: $inbox, $source_path.
DELETE FROM deferred WHERE inbox = $inbox AND source_path = $source_path;
