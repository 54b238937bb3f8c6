-- Purpose: say what a macro is for.
-- Parameters (by text): {{macro}}, {{comment}}.
COMMENT ON MACRO TABLE {{macro}} IS {{comment}};
