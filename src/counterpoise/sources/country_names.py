"""Countries that a file names in English words, without a code."""

from __future__ import annotations

from counterpoise.codes import _tables
from counterpoise.codes.countries import countries, nearest
from counterpoise.codes.country_words import country_words
from counterpoise.sources.source import refused


def from_name(text: str, where: str, scheme: str = "world-mining-data") -> str:
    """Give the country of a name that is one country's, and no other's; a name that is only near is refused.

    Parameters
    ----------
    text
        The name.
    where
        For the message.
    scheme
        Whose own words go first; see `country_words`. A name of a state of the past is known only there.

    Raises
    ------
    DataError
        If it is no country's, or several countries'.

    Examples
    --------
    >>> from_name("Congo, D.R.", "row 3"), from_name("Turkey", "row 4")
    ('COD', 'TUR')
    >>> from_name("East Germany (GDR)", "row 5", "sipri"), from_name("Soviet Union", "row 6", "sipri")
    ('DDR', 'RUS')
    """
    known = country_words(scheme).get(_tables.key(text))
    if known:
        return known
    same = {code for code in nearest(text) if countries()[code].current and len(text) > 3 and _is_called(code, text)}
    if len(same) != 1:
        remedy = "get the file again: a cell is damaged"
        raise refused(f"{text[:40]!r} is no country that this program knows", where, remedy)
    return same.pop()


def _is_called(code: str, text: str) -> bool:
    known = countries()[code]
    aliases = (row["alias"] for row in _tables.rows("aliases") if row["code"] == code)
    return _tables.key(text) in {_tables.key(one) for one in (known.name_en, known.name_in_text, *aliases)}
