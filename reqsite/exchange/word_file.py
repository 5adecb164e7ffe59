"""What stands around the body of a Word file: styles, properties, the foot of each page, pictures."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from reqsite.exchange.archive import repacked
from reqsite.exchange.errors import MissingPackageError
from reqsite.exchange.word_body import plain

_FORMATS = (".png", ".jpg", ".jpeg", ".gif", ".bmp")
"""Pictures that Word takes."""
_WIDEST_CM = 16.0
_HIGHEST_CM = 22.0
_LATIN, _HAN = "Calibri", "Microsoft YaHei"
_DOCUMENT = "word/document.xml"
_BODY = b"<w:body>"
_DATES = re.compile(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>")


class WordFile:
    """A Word file without its body.

    Args:
        title: of the file.
        language: `en` or `zh`.
        foot: what stands at the foot of each page, before its number.
        day: that it says it was made on; None, so that it says none.

    Raises:
        MissingPackageError: python-docx is not installed.
    """

    def __init__(self, title: str, language: str, foot: str, day: dt.date | None) -> None:
        try:
            import docx  # noqa: PLC0415 - dear to load, and most calls write no Word file
            from docx.oxml.ns import qn  # noqa: PLC0415
            from docx.oxml.shape import CT_Inline  # noqa: PLC0415
            from docx.shared import Cm, Length, Pt  # noqa: PLC0415
        except ImportError:
            raise MissingPackageError("python-docx") from None
        self._qn, self._inline, self._cm, self._pt, self._length = qn, CT_Inline, Cm, Pt, Length
        self._docx = docx.Document()
        self._day = day
        self._pictures: dict[Path, tuple[str, Any, Any] | None] = {}
        self._shown = 0
        self._describe(title, language)
        self._set_fonts()
        page = self._docx.sections[0]
        page.page_width, page.page_height = Cm(21), Cm(29.7)
        page.left_margin = page.right_margin = Cm(2.2)
        self._write_foot(foot)

    def picture(self, path: Path, description: str) -> str:
        """Return the XML of a run that shows a picture; empty where Word could not show the file."""
        if path not in self._pictures:
            self._pictures[path] = self._read_picture(path)
        known = self._pictures[path]
        if known is None:
            return ""
        self._shown += 1
        name, width, height = known
        drawing = self._inline.new_pic_inline(self._shown, name, path.name, width, height)
        drawing.docPr.set("descr", plain(description))
        from docx.oxml.xmlchemy import serialize_for_reading  # noqa: PLC0415 - loaded by now

        return f"<w:r><w:drawing>{serialize_for_reading(drawing)}</w:drawing></w:r>"

    def finished(self, body: str) -> bytes:
        """Return the bytes, the same for the same words."""
        out = io.BytesIO()
        self._docx.save(out)
        whole = body.encode()

        def put(name: str, data: bytes) -> bytes:
            if name == _DOCUMENT:
                return data.replace(_BODY, _BODY + whole, 1)
            return _DATES.sub(b"", data) if self._day is None and name == "docProps/core.xml" else data

        return repacked(out.getvalue(), put)

    def _describe(self, title: str, language: str) -> None:
        properties = self._docx.core_properties
        properties.title = plain(title)
        properties.author = properties.last_modified_by = properties.comments = ""
        properties.language = "zh-CN" if language == "zh" else "en"
        moment = dt.datetime.combine(self._day or dt.date(1980, 1, 1), dt.time())
        properties.created = properties.modified = moment

    def _read_picture(self, path: Path) -> tuple[str, Any, Any] | None:
        """Put a picture into the file once, and return how it is called there and how large it is to be shown."""
        if path.suffix.lower() not in _FORMATS or not path.is_file():
            return None
        try:
            name, image = self._docx.part.get_or_add_image(str(path))
            width, height = image.width, image.height
        except Exception:  # noqa: BLE001 - a broken picture is no reason to have no file
            return None
        scale = min(1.0, self._cm(_WIDEST_CM) / max(1, width), self._cm(_HIGHEST_CM) / max(1, height))
        return name, self._length(max(1, int(width * scale))), self._length(max(1, int(height * scale)))

    def _set_fonts(self) -> None:
        for style in ("Normal", "Title", "Heading 1", "Heading 2", "Heading 3"):
            self._docx.styles[style].font.name = _LATIN
            properties = self._docx.styles[style].element.get_or_add_rPr()
            properties.get_or_add_rFonts().set(self._qn("w:eastAsia"), _HAN)

    def _write_foot(self, text: str) -> None:
        """Write the foot of each page: what it is, and page x of y."""
        paragraph = self._docx.sections[0].footer.paragraphs[0]
        paragraph.style.font.size = self._pt(8)
        paragraph.add_run(f"{plain(text)} · ")
        self._field(paragraph, "PAGE")
        paragraph.add_run(" / ")
        self._field(paragraph, "NUMPAGES")

    def _field(self, paragraph: Any, code: str) -> None:  # noqa: ANN401 the library's own types are not exported
        from docx.oxml import OxmlElement  # noqa: PLC0415 - loaded by now

        run = paragraph.add_run()
        make: Callable[[str], Any] = OxmlElement
        begin, instruction, end = make("w:fldChar"), make("w:instrText"), make("w:fldChar")
        begin.set(self._qn("w:fldCharType"), "begin")
        instruction.set(self._qn("xml:space"), "preserve")
        instruction.text = code
        end.set(self._qn("w:fldCharType"), "end")
        for element in (begin, instruction, end):
            run._r.append(element)  # noqa: SLF001 - the library's own way to write a field
