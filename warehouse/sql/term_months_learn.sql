-- Purpose: keep the terms of one month.
-- Grain: one row a term.
-- Parameters: $published_month (null for documents of which only the year is known). Reads: terms_of_month.
INSERT INTO counted_terms BY NAME
SELECT term, n, $published_month::DATE AS published_month, occurrences, documents FROM terms_of_month;
