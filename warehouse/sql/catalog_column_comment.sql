-- Purpose: say what a column means.
-- Parameters (by text): {{table}}, {{column}}, {{comment}}.
COMMENT ON COLUMN {{table}}.{{column}} IS {{comment}};
