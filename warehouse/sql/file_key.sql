-- Purpose: the key of the file that a document of some date lies in: its year, or its month where the year has a file a month.
-- Grain: a macro.
-- Parameters: none. Reads: the variable years_by_month.
CREATE OR REPLACE TEMP MACRO file_key(date_start) AS
CASE
    WHEN list_contains(getvariable('years_by_month'), year(date_start)) THEN strftime(date_start, '%Y-%m')
    ELSE year(date_start)::VARCHAR
END;
