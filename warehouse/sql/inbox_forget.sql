-- Purpose: drop the name of an inbox that is about to be entered anew.
-- Parameters: $inbox_no, $inbox.
DELETE FROM inboxes WHERE inbox_no = $inbox_no OR inbox = $inbox;
