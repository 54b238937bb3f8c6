-- Purpose: members of some archives that are no source files, as the look that opened the archive found them.
-- Grain: one row a member.
-- Parameters: $inbox_no, $archive_paths.
SELECT source_path, archive_path
FROM ignored
WHERE inbox_no = $inbox_no AND list_contains($archive_paths, archive_path)
ORDER BY source_path;
