"""From files to records: reading them, naming every mistake on its line, and rewriting them in place."""
