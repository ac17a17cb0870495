"""The brief as PDF: the content of the page, set by Typst with fonts that stand in the file."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from counterpoise.briefing.formulas import formula
from counterpoise.core.errors import InputError
from counterpoise.core.need import need

TEMPLATE = Path(__file__).parent / "brief.typ"

FONT = "NanumGothic"
"""The font of headings, tables and charts, and of all Korean (SIL Open Font License 1.1): it has Latin and Hangul."""

PACKAGE, FILES = "koreanize_matplotlib", ("NanumGothic.ttf", "NanumGothicBold.ttf")
"""The package of the registry that brings the font; nothing of its code is run."""

_FAMILY = re.compile(r"font-family=(\"[^\"]*\"|'[^']*')")
_STYLED = re.compile(r"font-family:\s*[^;\"]+")
_MINUS = str.maketrans({"\u2212": "-", "\u202f": "\u00a0", "\u2009": "\u00a0"})
"""Signs that the font lacks."""


def fonts() -> list[Path]:
    """Find the font's files.

    Raises
    ------
    InputError
        If they are not installed, or can't be read.
    """
    found = find_spec(PACKAGE)
    place = Path(found.origin).parent / "fonts" if found is not None and found.origin else None
    paths = [place / name for name in FILES] if place is not None else []
    for path in paths or [Path(FILES[0])]:
        try:
            with path.open("rb") as handle:
                head = handle.read(4)
        except OSError as error:
            remedy = "pip install 'counterpoise[brief]', or write .html"
            raise InputError(f"the font {FONT} can't be read ({error.strerror})", where="pdf", remedy=remedy) from error
        if head not in (b"\x00\x01\x00\x00", b"OTTO", b"true"):
            remedy = "install counterpoise[brief] again, or write .html"
            raise InputError(
                f"the font {path.name} can't be embedded: it is no TrueType file", where="pdf", remedy=remedy
            )
    return paths


def ready() -> None:
    """Refuse to begin where a PDF can't be set: Typst or the font is missing."""
    need("typst", "brief")
    fonts()


def pdf(content: Mapping[str, Any]) -> bytes:
    """Set a brief.

    Parameters
    ----------
    content
        Of `counterpoise.briefing.content.content`.

    Returns
    -------
    bytes
        A PDF, A4: the same bytes for the same content.

    Raises
    ------
    InputError
        If Typst or the font is not installed.
    """
    typst = need("typst", "brief")
    given = json.dumps(_portable(content), ensure_ascii=False)
    folder = fonts()[0].parent
    made = typst.compile(
        TEMPLATE.read_bytes(),
        font_paths=[str(folder)],
        ignore_system_fonts=True,
        sys_inputs={"data": given},
        format="pdf",
        timestamp=0,
    )
    return bytes(made)


def _portable(value: Any, field: str = "") -> Any:  # noqa: PLR0911 - a line for each kind
    """Give the content with formulas in Typst's notation, and pictures in the document's font."""
    if isinstance(value, str):
        if field == "svg":
            return _STYLED.sub(f"font-family: {FONT}", _FAMILY.sub(f'font-family="{FONT}"', value)).translate(_MINUS)
        if field in ("formula", "symbol"):
            return formula(value)
        return value.translate(_MINUS)
    if isinstance(value, Mapping):
        return {str(key): _portable(one, str(key)) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_portable(one, field) for one in value]
    if hasattr(value, "__dataclass_fields__"):
        return {key: _portable(getattr(value, key), key) for key in value.__dataclass_fields__}
    return value
