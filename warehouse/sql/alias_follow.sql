-- Purpose: have the aliases of files that moved once more lead to where they are now.
-- Parameters: $inbox_no. Reads: moved_files (registered), path_aliases.
UPDATE path_aliases
SET new_path = moved_files.source_path, new_source = moved_files.source
FROM moved_files
WHERE path_aliases.inbox_no = $inbox_no AND path_aliases.new_path = moved_files.known_path;
