-- Purpose: a view of a table that has no row in this release, with its columns.
-- Parameters (by text, names from the schema module only): {{table}}, {{columns}}.
CREATE VIEW {{table}} AS
SELECT {{columns}} WHERE false;
