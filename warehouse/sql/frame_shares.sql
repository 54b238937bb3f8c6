-- Purpose: shares by label: of the new files by reason of refusal, of the new documents by source and language.
-- Grain: one row a kind of share and label.
-- Parameters: none. Reads: pending_files, new_documents, delta.
WITH added AS (
    SELECT source, lang FROM new_documents WHERE doc_id IN (SELECT doc_id FROM delta WHERE change = 'added')
)
SELECT 'refused_share' AS kind, reason AS label, count(*) / (SELECT count(*) FROM pending_files) AS share
FROM pending_files WHERE verdict = 'rejected' GROUP BY reason
UNION ALL
SELECT 'source_share', source, count(*) / (SELECT count(*) FROM added) FROM added GROUP BY source
UNION ALL
SELECT 'lang_share', lang, count(*) / (SELECT count(*) FROM added) FROM added GROUP BY lang
ORDER BY kind, share DESC, label;
