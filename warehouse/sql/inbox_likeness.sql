-- Purpose: how many files of a portion of a listing each inbox has known files like: an inbox that was moved or mounted
--          elsewhere is still the same.
-- Grain: one row an inbox with a file of the same path and size.
-- Parameters: none. Reads: listing (registered: files and archives), ledger.
SELECT ledger.inbox_no, count(DISTINCT listing.source_path) AS like_count
FROM ledger
JOIN listing
    ON listing.source_path = coalesce(ledger.archive_path, ledger.source_path)
    AND listing.byte_count = ledger.byte_count
GROUP BY ledger.inbox_no;
