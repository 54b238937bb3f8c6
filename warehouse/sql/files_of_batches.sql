-- Purpose: the known files that were judged with the given batches: a batch resumed after a kill counts with its verdicts, so
--          those of them that are listed as they were are not counted as unchanged.
-- Grain: one row a ledger entry.
-- Parameters: $inbox_no, $batch_nos. Reads: ledger.
SELECT rowid AS ledger_row
FROM ledger
WHERE inbox_no = $inbox_no AND list_contains($batch_nos, batch_no);
