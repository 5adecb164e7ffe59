"""Why something could not be exported."""

from __future__ import annotations

from reqsite.i18n import _


class MissingPackageError(Exception):
    """A package that a format needs is not there, though reqsite brings it along.

    Attributes:
        message: What is missing, and how to get it.
    """

    def __init__(self, package: str) -> None:
        super().__init__(package)
        self.message = _("{package} is not installed: `python -m pip install {package}`", package=package)
