"""Formulas of the measures in Typst's notation: LaTeX, by way of MathML."""

from __future__ import annotations

import re
from functools import cache
from xml.etree import ElementTree

from counterpoise.core.need import need

_SPECIAL = re.compile(r"([\\#$&/_^\"'`~@*<>|(){}\[\],;:!.=+\-])")
_ACCENTS = {
    "^": "hat",
    "ˆ": "hat",
    "˙": "dot",
    "¯": "macron",
    "‾": "macron",
    "―": "macron",
    "~": "tilde",
    "˜": "tilde",
    "→": "arrow",
}


@cache
def formula(latex: str) -> str:
    r"""Give a formula in Typst's mathematical notation.

    Parameters
    ----------
    latex
        As a measure declares it.

    Returns
    -------
    str
        What stands between Typst's dollar signs.

    Examples
    --------
    >>> formula(r"\frac{a}{b_i}"), formula(r"\hat x")
    ('(a)/(b_(i))', 'hat(x)')
    """
    if not latex:
        return ""
    text = need("latex2mathml.converter", "brief").convert(latex)
    return _of(ElementTree.fromstring(text))


def _of(node: ElementTree.Element) -> str:  # noqa: PLR0911 - a line for each element
    name = node.tag.rpartition("}")[2]
    parts = [_of(one) for one in node]
    text = (node.text or "").strip()
    if name in ("mi", "mn", "mo", "mtext", "ms"):
        return _word(name, node.text or "")
    if name in ("msub", "munder"):
        return f"{_base(parts[0])}_({parts[1]})"
    if name in ("msup",):
        return f"{_base(parts[0])}^({parts[1]})"
    if name in ("msubsup", "munderover"):
        return f"{_base(parts[0])}_({parts[1]})^({parts[2]})"
    if name == "mover":
        mark = (node[1].text or "").strip()
        return f"{_ACCENTS[mark]}({parts[0]})" if mark in _ACCENTS else f"{_base(parts[0])}^({parts[1]})"
    if name == "mfrac":
        return f"({parts[0]})/({parts[1]})"
    if name == "msqrt":
        return f"sqrt({' '.join(parts)})"
    if name == "mspace":
        return "thin"
    if name == "mtable":
        return " ".join(parts)
    return " ".join(part for part in (_word("mtext", text) if text else "", *parts) if part)


def _base(part: str) -> str:
    """Give what bears a mark: nothing stands for an empty one."""
    return part or '""'


def _word(name: str, text: str) -> str:
    word = text.strip()
    if not word:
        return "" if name != "mtext" or not text else '" "'
    if name == "mn" or (len(word) == 1 and word.isalpha()):
        return word
    if name in ("mi", "mtext", "ms") or word.isalpha():
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return _SPECIAL.sub(r"\\\1", word)
