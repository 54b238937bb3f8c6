-- Purpose: drop what the last look at an inbox put off, but for files of batches that this very run has finished.
-- Parameters: $inbox_no, $batch_nos.
DELETE FROM deferred
WHERE inbox_no = $inbox_no AND (batch_no IS NULL OR NOT list_contains($batch_nos, batch_no));
