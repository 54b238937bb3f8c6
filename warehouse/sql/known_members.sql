-- Purpose: the source files of archives that are as they were, so that nobody needs to look into them again. An archive of
--          which something was put off, or refused under other limits, is looked into again.
-- Grain: one row a member, as its row in the ledger; for an archive that was refused whole, the archive itself.
-- Parameters: $inbox_no, $limits. Reads: archives (registered), ledger, deferred.
WITH as_before AS (
    SELECT archives.*
    FROM archives
    SEMI JOIN (
        SELECT archive_path, byte_count, modified_at_ns FROM ledger WHERE inbox_no = $inbox_no
    ) AS known
        ON known.archive_path = archives.source_path
        AND known.byte_count = archives.byte_count
        AND known.modified_at_ns = archives.modified_at_ns
    ANTI JOIN (
        SELECT archive_path FROM deferred WHERE inbox_no = $inbox_no AND batch_no IS NULL
        UNION ALL
        SELECT archive_path FROM ledger WHERE inbox_no = $inbox_no AND limits <> $limits
    ) AS unfinished ON unfinished.archive_path = archives.source_path
)
SELECT ledger.rowid AS ledger_row, ledger.archive_path
FROM ledger
JOIN as_before
    ON ledger.archive_path = as_before.source_path
    AND ledger.byte_count = as_before.byte_count
    AND ledger.modified_at_ns = as_before.modified_at_ns
WHERE ledger.inbox_no = $inbox_no;
