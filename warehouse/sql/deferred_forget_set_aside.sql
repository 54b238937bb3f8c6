-- Purpose: drop what is recorded of files set aside after an unforeseen exception, because all were measured again.
-- Parameters: none.
DELETE FROM deferred WHERE cause = 'unforeseen_exception';
