-- Purpose: the key of the file that a document of some date lies in: its year, or its month where the year has many.
-- Grain: a macro.
-- Parameters: none. Reads: the variable large_years.
CREATE OR REPLACE TEMP MACRO file_key(date_start) AS
CASE
    WHEN list_contains(getvariable('large_years'), year(date_start)::VARCHAR) THEN strftime(date_start, '%Y-%m')
    ELSE year(date_start)::VARCHAR
END;
