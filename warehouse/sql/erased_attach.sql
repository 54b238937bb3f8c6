-- Purpose: make the file that the rows of the state are copied into, so that nothing of deleted rows is left.
-- Parameters (by text): {{file}}.
ATTACH {{file}} AS copy;
