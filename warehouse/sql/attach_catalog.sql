-- Purpose: make the catalog file. Files that DuckDB 2.0 writes in its own format cannot be opened by 1.x, which is
--          what people's tools use; the storage version keeps them readable there.
-- Parameters (by text): {{file}}.
ATTACH {{file}} AS catalog (STORAGE_VERSION 'v1.0.0');
