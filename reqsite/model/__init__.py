"""The words of the house: records, schema, catalog, findings. This room knows nobody."""
