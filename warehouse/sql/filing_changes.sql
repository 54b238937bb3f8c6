-- Purpose: how many changes a candidate adds to those of its month.
-- Grain: one row.
-- Parameters: $release. Reads: delta.
SELECT replace(left($release::VARCHAR, 7), '.', '-') AS month, count(*) AS changes FROM delta;
