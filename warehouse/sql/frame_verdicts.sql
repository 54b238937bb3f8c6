-- Purpose: the verdicts that are new in this candidate, as its files have them. Content that comes back to its own path
--          is judged again; its document was there all the time. Asked range by range of sums, for they are wide rows.
-- Grain: one row a file content; without values where the files lack it. Within a range they lie by source and path.
-- Parameters: $first_id, $end_id (sums from the first one and below the other). Reads: touched_verdicts, new_verdicts,
--             asked_documents, new_contents.
SELECT
    touched.inbox_no, touched.source, touched.source_path, touched.source_sha256, found.verdict, found.standing,
    found.reason, found.measure, found.measured_value, found.threshold, found.doc_id, found.batch_id,
    (
        found.doc_id IN (SELECT doc_id FROM asked_documents)
        AND found.doc_id NOT IN (SELECT doc_id FROM new_contents)
    ) IS TRUE AS is_kept_document
FROM (
    SELECT inbox_no, source, source_path, source_sha256 FROM touched_verdicts
    WHERE is_new AND source_sha256 >= $first_id AND source_sha256 < $end_id
) AS touched
LEFT JOIN (
    SELECT * FROM new_verdicts WHERE source_sha256 >= $first_id AND source_sha256 < $end_id
) AS found USING (inbox_no, source, source_path, source_sha256)
ORDER BY touched.source, touched.source_path, touched.source_sha256;
