-- Purpose: the key of the file that a change lies in: the month of its release, or the release where the month has many.
-- Grain: a macro.
-- Parameters: none. Reads: the variable large_months_of_changes.
CREATE OR REPLACE TEMP MACRO change_key(release) AS
CASE
    WHEN list_contains(getvariable('large_months_of_changes'), replace(left(release, 7), '.', '-')) THEN release
    ELSE replace(left(release, 7), '.', '-')
END;
