-- Purpose: rows of release files, with the source paths that they leave out, and where they lie.
-- Grain: one row a row of the files.
-- Parameters: $files, $named (those of them that leave paths out), $kept (of each of these the file that holds them),
--             $kept_files (the same, each once).
SELECT shown.* REPLACE (coalesce(kept.source_path, shown.source_path) AS source_path)
FROM read_parquet($files, filename := true, file_row_number := true) AS shown
LEFT JOIN read_parquet($kept_files, filename := true, file_row_number := true) AS kept
    ON kept.filename = map($named, $kept)[shown.filename]
    AND kept.file_row_number = shown.file_row_number;
