-- Purpose: what the ledger says about each file of a portion of a listing.
-- Grain: one row a listed file. ledger_row is its place in the ledger, null where the path is not known; is_new says that the
--        ledger does not know it as it is now, or that other limits kept its bytes out (is_judged_again). The sum is told
--        of those alone.
-- Parameters: $inbox_no, $limits. Reads: listing (registered, with a number), ledger.
SELECT
    listing.number,
    ledger.rowid AS ledger_row,
    ledger.byte_count <> listing.byte_count OR ledger.modified_at_ns <> listing.modified_at_ns AS is_changed,
    coalesce(ledger.limits <> $limits, FALSE) AS is_judged_again,
    ledger.rowid IS NULL OR is_changed OR is_judged_again AS is_new,
    CASE WHEN is_new THEN ledger.source_sha256 END AS known_sha256
FROM listing
LEFT JOIN ledger ON ledger.inbox_no = $inbox_no AND ledger.source_path = listing.source_path;
