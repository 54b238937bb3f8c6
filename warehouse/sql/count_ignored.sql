-- Purpose: how many files of the inboxes are no source files.
-- Grain: one row.
-- Parameters: none.
SELECT count(*) AS file_count FROM ignored;
