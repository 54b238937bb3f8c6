-- Purpose: enter an inbox under its number.
-- Parameters: $inbox_no, $inbox.
INSERT INTO inboxes BY NAME SELECT $inbox_no AS inbox_no, $inbox AS inbox;
