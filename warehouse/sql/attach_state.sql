-- Purpose: open a database file in a DuckDB that is there already.
-- Parameters (by text): {{file}}, {{mode}} (READ_ONLY or READ_WRITE).
ATTACH {{file}} AS kroniek_state ({{mode}});
