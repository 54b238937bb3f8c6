-- Purpose: say what a table is for and what one row is.
-- Parameters (by text): {{table}}, {{comment}}.
COMMENT ON VIEW {{table}} IS {{comment}};
