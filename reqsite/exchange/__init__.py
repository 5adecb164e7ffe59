"""What is taken along: the records in the formats of other programs, one module a format."""
