-- Purpose: which other inboxes have known files of a listing: an inbox that was moved or mounted elsewhere is still the same.
-- Grain: one row an inbox with a file of the same path and size, the likest first.
-- Parameters: none. Reads: listing (registered: files and archives), ledger, inboxes.
WITH known AS (
    SELECT DISTINCT inbox_no, coalesce(archive_path, source_path) AS source_path, byte_count FROM ledger
)
SELECT
    inboxes.inbox_no,
    inboxes.inbox,
    count(*) / (SELECT count(*) FROM listing) AS likeness
FROM known
SEMI JOIN listing USING (source_path, byte_count)
JOIN inboxes USING (inbox_no)
GROUP BY inboxes.inbox_no, inboxes.inbox
ORDER BY likeness DESC, inboxes.inbox_no;
