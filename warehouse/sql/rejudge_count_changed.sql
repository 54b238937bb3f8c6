-- Purpose: how many files of a batch have another verdict, reason, evidence or survivor than they had.
-- Grain: one row.
-- Parameters: none. Reads: compared.
SELECT count(*) AS file_count FROM compared WHERE NOT is_same;
