-- Purpose: the key of the file that a verdict or duplicate lies in: its month of take-in, or the day where the month has many.
-- Grain: a macro.
-- Parameters: none. Reads: the variable large_months_of_take_in.
CREATE OR REPLACE TEMP MACRO take_in_key(taken_in_at_utc) AS
CASE
    WHEN list_contains(getvariable('large_months_of_take_in'), strftime(taken_in_at_utc, '%Y-%m'))
        THEN strftime(taken_in_at_utc, '%Y-%m-%d')
    ELSE strftime(taken_in_at_utc, '%Y-%m')
END;
