"""Formulas in pages: MathML, which browsers draw without a script."""

from __future__ import annotations

import html

from counterpoise.core.need import need


def mathml(latex: str, *, block: bool = False) -> str:
    """Give a formula as MathML; its source as code where it can't be converted.

    Parameters
    ----------
    latex
        The formula, without dollar signs.
    block
        Whether it stands on a line of its own.

    Examples
    --------
    >>> mathml("x").startswith("<math")
    True
    """
    convert = need("latex2mathml.converter", "brief").convert
    known = latex.replace(r"\arg\max", r"\mathrm{arg}\max")  # the converter leaves \arg as it is written
    try:
        return convert(known, display="block" if block else "inline")
    except Exception:  # the converter has no common class for what it can't read
        return f"<code>{html.escape(latex)}</code>"
