-- Purpose: a view over the Parquet files of one table, listed one by one: a stray file is not read and a missing one
--          is an error.
-- Parameters (by text, names from the schema module only): {{table}}, {{files}}.
CREATE VIEW {{table}} AS
SELECT * FROM read_parquet([{{files}}]);
