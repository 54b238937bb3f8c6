-- Purpose: how many documents each change is of, by month (the year where only that is known), language or source.
-- Grain: one row a group and a change.
-- Parameters: $by (month, lang or source). Reads: document_differences.
SELECT
    CASE $by
        WHEN 'month' THEN coalesce(strftime(published_month, '%Y-%m'), lpad(year::VARCHAR, 4, '0'))
        WHEN 'lang' THEN lang
        ELSE source
    END AS name,
    count(*) FILTER (WHERE change = 'added') AS added,
    count(*) FILTER (WHERE change = 'removed') AS removed,
    count(*) FILTER (WHERE change = 'withdrawn') AS withdrawn,
    count(*) FILTER (WHERE change = 'changed') AS changed
FROM document_differences
GROUP BY name
ORDER BY name;
