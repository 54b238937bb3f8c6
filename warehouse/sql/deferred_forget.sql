-- Purpose: drop what the last look at an inbox put off, but for files of batches that this very run has finished.
-- Parameters: $inbox, $batch_nos.
DELETE FROM deferred
WHERE inbox = $inbox AND (batch_no IS NULL OR NOT list_contains($batch_nos, batch_no));
