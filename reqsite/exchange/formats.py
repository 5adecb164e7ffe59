"""The formats that a portal offers its readers to take along."""

from __future__ import annotations

FORMATS = ("xlsx", "csv", "docx", "json")
"""In the order in which they are offered."""
