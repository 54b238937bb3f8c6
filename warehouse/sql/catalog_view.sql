-- Purpose: a view over the Parquet files of one table, listed one by one: a stray file is not read and a missing one
--          is an error. The folder is put before all of them at once, since every query that names the view works this out
--          anew; no path holds the character 0, by which the list is cut.
-- Parameters (by text, names from the schema module only): {{table}}, {{files}} (one text, parted by |).
CREATE VIEW {{table}} AS
SELECT *
FROM read_parquet(
    string_split(release_folder() || '/' || replace({{files}}, '|', chr(0) || release_folder() || '/'), chr(0))
);
