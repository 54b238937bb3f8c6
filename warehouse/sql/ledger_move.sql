-- Purpose: give a known file its new path or time; its verdict stays filed under the path it was judged by.
-- Parameters: $inbox, $known_path, $source_path, $source, $byte_count, $modified_at_ns.
UPDATE ledger
SET source_path = $source_path, source = $source, byte_count = $byte_count, modified_at_ns = $modified_at_ns
WHERE inbox = $inbox AND source_path = $known_path;
