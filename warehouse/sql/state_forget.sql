-- Purpose: drop all that can be recorded again from raw/ and staged/. The history of runs stays, and the paths that moved
--          files had: nothing else knows them.
-- Parameters: none.
DELETE FROM inboxes;
DELETE FROM ledger;
DELETE FROM batches;
DELETE FROM deferred;
DELETE FROM ignored;
