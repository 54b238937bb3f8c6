-- Purpose: room for the terms of the touched months of one year.
-- Grain: one row a term and month.
-- Parameters: none.
CREATE OR REPLACE TEMP TABLE counted_terms (
    term VARCHAR NOT NULL,
    n INTEGER NOT NULL,
    published_month DATE,
    occurrences BIGINT NOT NULL,
    documents BIGINT NOT NULL
);
