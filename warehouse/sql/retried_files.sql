-- Purpose: files set aside after an unforeseen exception, to be tried again from their bytes in raw/.
-- Grain: one row a file; none for a file that a later batch holds newer content of.
-- Parameters: $inbox_no, $batch_nos (batches that this run has just finished: their files were tried a moment ago).
-- Reads: ledger, deferred.
SELECT
    ledger.rowid AS ledger_row,
    deferred.source_path AS raw_path,
    ledger.source_path,
    ledger.source,
    deferred.batch_no
FROM deferred
JOIN ledger
    ON ledger.inbox_no = deferred.inbox_no
    AND ledger.raw_path = deferred.source_path
    AND ledger.batch_no = deferred.batch_no
WHERE deferred.inbox_no = $inbox_no AND NOT list_contains($batch_nos, deferred.batch_no)
ORDER BY ledger.source, ledger.source_path;
