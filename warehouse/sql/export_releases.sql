-- Purpose: releases that made changes on the way to this one.
-- Grain: one row a release.
-- Parameters: none. Reads: changes.
SELECT DISTINCT release FROM changes ORDER BY release;
