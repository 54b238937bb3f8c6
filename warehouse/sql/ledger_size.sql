-- Purpose: how many places the ledger's table has, of which rows that were deleted leave theirs empty, and how many of its
--          files are of an inbox.
-- Grain: one row.
-- Parameters: $inbox_no. Reads: ledger.
SELECT
    coalesce(max(rowid) + 1, 0) AS place_count,
    count(*) FILTER (inbox_no = $inbox_no) AS file_count
FROM ledger;
