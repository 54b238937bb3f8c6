-- Purpose: give known files their new path, size and time; raw/ has their bytes under the path they were taken in by.
-- Parameters: $inbox_no. Reads: moved_files (registered), ledger.
UPDATE ledger
SET
    source_path = moved_files.source_path,
    archive_path = moved_files.archive_path,
    source = moved_files.source,
    byte_count = moved_files.byte_count,
    modified_at_ns = moved_files.modified_at_ns
FROM moved_files
WHERE ledger.inbox_no = $inbox_no AND ledger.source_path = moved_files.known_path;
