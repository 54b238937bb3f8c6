-- Purpose: a view over Parquet files of one table.
-- Parameters (by text): {{view}}, {{files}} (quoted paths, parted by commas), {{with_file_name}} and {{with_row_number}}
--          (True or False): whether it has the columns filename and file_row_number.
CREATE OR REPLACE VIEW {{view}} AS
SELECT *
FROM read_parquet(
    [{{files}}],
    filename = {{with_file_name}},
    file_row_number = {{with_row_number}},
    hive_partitioning = FALSE,
    union_by_name = FALSE
);
