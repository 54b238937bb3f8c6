-- Purpose: the paragraphs without the passages that recur in more than so many documents.
-- Grain: one row a paragraph.
-- Parameters: most_documents, of the macro; 1 leaves out whatever stands in two documents.
CREATE MACRO unrepeated_paragraphs(most_documents := 1) AS TABLE
SELECT *
FROM paragraphs
WHERE text_hash NOT IN (SELECT text_hash FROM recurring_paragraphs WHERE documents > most_documents);
