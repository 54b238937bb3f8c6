"""The report that people read: one page a release, worked out here and drawn by the templates."""
