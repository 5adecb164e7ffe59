"""Writing a file whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

_MODE = 0o644


def write_whole(path: Path, data: bytes) -> None:
    """Put bytes under a name, all or nothing; a file that is there keeps its mode.

    Raises:
        OSError: Where that is impossible; what was there is then as it was, and nothing is left beside it.
    """
    target = path.resolve()
    descriptor, name = tempfile.mkstemp(prefix=".reqsite-", dir=target.parent)
    draft = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            shutil.copymode(target, draft)
        else:
            draft.chmod(_MODE)
        draft.replace(target)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
