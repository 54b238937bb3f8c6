-- Purpose: the documents of the candidate whose content comes from staged/: the added ones; all of them where everything was
--          measured again. What else there is of them, delta tells.
-- Grain: one row a document (doc_id).
-- Parameters: $is_measured_again. Reads: delta.
CREATE TEMP TABLE new_contents AS
SELECT doc_id, batch_no, date_start FROM delta
WHERE change = 'added' OR ($is_measured_again::BOOLEAN AND change = 'changed');
