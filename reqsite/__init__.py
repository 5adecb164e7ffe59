"""reqsite turns a folder of Markdown requirements into a portal that a client can read, compare and confirm."""

__version__ = "0.3.0"
