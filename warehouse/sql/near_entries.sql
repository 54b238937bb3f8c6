-- Purpose: fingerprints of a batch for the index, in no order: it is put in order without them, they are most of its bytes.
-- Grain: one row a document of a part; byte-equal copies have several.
-- Parameters: none. Reads: fingerprints.
SELECT doc_id, date_start, part_no, bands FROM fingerprints;
