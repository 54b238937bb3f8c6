-- Purpose: the files of a listing that the ledger does not know as they are now. With a new file under the old path of a
--          file that has moved, the moved one is judged again under its own path: the newcomer may supersede the
--          document that was filed under the old one.
-- Grain: one row a source file that is new, or whose size or time has changed, or that is judged again.
-- Parameters: $inbox. Reads: listing (registered), ledger.
WITH new_or_changed AS (
    SELECT
        listing.source_path,
        listing.source,
        ledger.source_sha256 AS known_sha256
    FROM listing
    LEFT JOIN ledger ON ledger.inbox = $inbox AND ledger.source_path = listing.source_path
    WHERE
        ledger.source_path IS NULL
        OR ledger.byte_count <> listing.byte_count
        OR ledger.modified_at_ns <> listing.modified_at_ns
),
outrun AS (
    SELECT ledger.source_path
    FROM ledger
    JOIN new_or_changed ON ledger.verdict_path = new_or_changed.source_path
    WHERE ledger.inbox = $inbox AND ledger.verdict_path <> ledger.source_path
)
SELECT source_path, source, known_sha256, source_path IN (SELECT source_path FROM outrun) AS is_judged_again
FROM new_or_changed
UNION ALL
SELECT listing.source_path, listing.source, ledger.source_sha256, TRUE
FROM listing
JOIN ledger ON ledger.inbox = $inbox AND ledger.source_path = listing.source_path
SEMI JOIN outrun ON outrun.source_path = listing.source_path
ANTI JOIN new_or_changed ON new_or_changed.source_path = listing.source_path
ORDER BY source, source_path;
