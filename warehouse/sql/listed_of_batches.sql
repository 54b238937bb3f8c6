-- Purpose: how many listed files were judged with the given batches: a batch resumed after a kill counts with its
--          verdicts, so these are not counted as unchanged.
-- Grain: one row.
-- Parameters: $inbox_no, $batch_nos. Reads: listing (registered), ledger.
SELECT count(*) AS listed_count
FROM listing
JOIN ledger
    ON ledger.inbox_no = $inbox_no
    AND ledger.source_path = listing.source_path
    AND ledger.byte_count = listing.byte_count
    AND ledger.modified_at_ns = listing.modified_at_ns
WHERE list_contains($batch_nos, ledger.batch_no);
