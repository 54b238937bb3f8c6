-- Purpose: rows of a table of a release, as a reader counts them; the view is bound once, and each binding opens a file.
-- Parameters (by text): {{table}}.
SELECT count(*) FROM {{table}};
