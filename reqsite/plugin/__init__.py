"""The MkDocs plugin: the one room that imports mkdocs."""
