-- Purpose: the folder that the catalog lies in, so that views work from any folder and after a move or a download:
--          DuckDB names its temporary directory after the opened file. Only a catalog that is ATTACHed needs
--          SET VARIABLE kroniek = '<release folder>'.
-- Parameters: none.
CREATE MACRO release_folder() AS coalesce(
    getvariable('kroniek'),
    nullif(regexp_replace(current_setting('temp_directory'), '[^/\\]*$', ''), ''),
    '.'
);
