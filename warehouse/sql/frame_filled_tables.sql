-- Purpose: the tables that are filled range by range of ids, because the answers for a million new documents do not fit into
--          the engine's memory at the same time.
-- Grain: asked_documents: one row a document; frame_examples: one row a figure of the release and document.
-- Parameters: none. Reads: nothing.
CREATE OR REPLACE TEMP TABLE asked_documents (doc_id VARCHAR, date_start DATE, occurrence_count BIGINT);
CREATE OR REPLACE TEMP TABLE frame_examples (figure VARCHAR, doc_id VARCHAR);
