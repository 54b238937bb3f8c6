-- Purpose: years that have a chosen document: files of other years need not be opened.
-- Grain: one row a year.
-- Parameters: none. Reads: fates.
SELECT DISTINCT year FROM fates WHERE fate = 'chosen' ORDER BY year;
