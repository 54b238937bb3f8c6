-- Purpose: replace a path in the reports of past runs.
-- Grain: one row a run.
-- Parameters: $source_path, $name.
UPDATE runs
SET report = replace(report, $source_path, $name), outcome = replace(outcome, $source_path, $name)
WHERE contains(report, $source_path) OR contains(outcome, $source_path);
