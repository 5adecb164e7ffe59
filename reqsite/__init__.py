"""reqsite turns a folder of Markdown requirements into a portal that a client can read, compare and confirm."""

__version__ = "0.1.0.dev0"
