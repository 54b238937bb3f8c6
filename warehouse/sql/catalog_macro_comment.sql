-- Purpose: say what a macro is for.
-- Parameters (by text): {{kind}} (TABLE or nothing), {{macro}}, {{comment}}.
COMMENT ON MACRO {{kind}} {{macro}} IS {{comment}};
