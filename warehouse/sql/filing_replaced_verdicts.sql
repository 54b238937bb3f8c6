-- Purpose: when files were taken in whose verdicts in the parent's files are replaced; content that comes back leaves the
--          month in which it came first.
-- Grain: one row a verdict of the parent.
-- Parameters: none. Reads: touched_verdicts, parent_verdicts.
CREATE TEMP TABLE replaced_takings AS
SELECT parent_verdicts.taken_in_at_utc
FROM parent_verdicts
SEMI JOIN touched_verdicts USING (inbox_no, source_path, source_sha256);
