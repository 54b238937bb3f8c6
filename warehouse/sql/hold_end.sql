-- Purpose: end the hold on publishing.
-- Parameters: none.
DELETE FROM holds WHERE kind = 'publishing';
