-- Purpose: drop what the last look at an inbox found that is no source file.
-- Parameters: $inbox_no.
DELETE FROM ignored WHERE inbox_no = $inbox_no;
