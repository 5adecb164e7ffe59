"""Pages that tell what the releases changed: release by release, record by record, and between any two."""
