-- Purpose: make the tables of state.duckdb where they are absent.
-- Grain: inboxes one row an inbox; ledger one a path of an inbox as last seen (raw_path is the path that raw/ has its bytes
--        under, limits what stood in the way of taking them in); path_aliases one a path that a known file had before it
--        was moved, and the path that batches up to through_batch_no are filed under since; batches one a batch; runs one a
--        run; deferred and ignored one a path of the last look at an inbox.
-- Parameters: none.
CREATE TABLE IF NOT EXISTS inboxes (
    inbox_no INTEGER NOT NULL,
    inbox VARCHAR NOT NULL
);
CREATE TABLE IF NOT EXISTS ledger (
    inbox_no INTEGER NOT NULL,
    source_path VARCHAR NOT NULL,
    archive_path VARCHAR,
    source VARCHAR NOT NULL,
    byte_count BIGINT NOT NULL,
    modified_at_ns BIGINT NOT NULL,
    source_sha256 VARCHAR NOT NULL,
    raw_path VARCHAR NOT NULL,
    batch_no INTEGER NOT NULL,
    limits VARCHAR
);
CREATE TABLE IF NOT EXISTS path_aliases (
    inbox_no INTEGER NOT NULL,
    old_path VARCHAR NOT NULL,
    new_path VARCHAR NOT NULL,
    new_source VARCHAR NOT NULL,
    through_batch_no INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS batches (
    batch_no INTEGER NOT NULL,
    batch_id VARCHAR NOT NULL,
    taken_in_at_utc TIMESTAMP NOT NULL,
    run_id VARCHAR NOT NULL,
    file_count BIGINT NOT NULL,
    byte_count BIGINT NOT NULL,
    accepted_count BIGINT NOT NULL,
    rejected_count BIGINT NOT NULL,
    duplicate_count BIGINT NOT NULL
);
CREATE TABLE IF NOT EXISTS runs (
    run_id VARCHAR NOT NULL,
    command VARCHAR NOT NULL,
    started_at_utc TIMESTAMP NOT NULL,
    ended_at_utc TIMESTAMP,
    outcome VARCHAR NOT NULL,
    report VARCHAR NOT NULL
);
CREATE TABLE IF NOT EXISTS deferred (
    inbox_no INTEGER NOT NULL,
    source_path VARCHAR NOT NULL,
    archive_path VARCHAR,
    source VARCHAR NOT NULL,
    cause VARCHAR NOT NULL,
    detail VARCHAR NOT NULL,
    batch_no INTEGER,
    run_id VARCHAR NOT NULL,
    seen_at_utc TIMESTAMP NOT NULL
);
CREATE TABLE IF NOT EXISTS ignored (
    inbox_no INTEGER NOT NULL,
    source_path VARCHAR NOT NULL,
    archive_path VARCHAR
);
