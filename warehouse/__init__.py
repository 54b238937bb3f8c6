"""Storage: raw and staged Parquet, state, releases, the catalog and their SQL files."""
