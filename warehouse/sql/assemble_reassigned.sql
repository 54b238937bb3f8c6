-- Purpose: what becomes of copies whose survivor is dropped; empty here, filled by warehouse/succession.py from their texts.
--          Readers that only look on go without it: they tell all copies as those of the one that is promoted.
-- Grain: one row a file; duplicate_of is null where it becomes a document of its own.
-- Parameters: none.
CREATE OR REPLACE TEMP TABLE reassigned (
    inbox_no INTEGER,
    source_path VARCHAR,
    doc_id VARCHAR,
    duplicate_of VARCHAR,
    similarity DOUBLE,
    is_same_text BOOLEAN,
    threshold VARCHAR
);
