"""Roll calls of the United Nations General Assembly (Voeten, Strezhnev and Bailey): each state's vote in each.

Known are two layouts. The producers' own (``UNVotes.csv``: rcid, ccode, session, vote, and on each line what the roll
call was about: date, unres, importantvote, short, me, nu, di, hr, co, ec), whose descriptions may lie in a second file of
an archive; and that of the package unvotes, an archive with its three tables (votes with rcid, country, country_code and
vote in words; roll calls; issues), which has no line for a state that was absent.

What is checked: the columns; known states; votes that are 1 yes, 2 abstain, 3 no, 8 absent or 9 no member (or the words);
no second vote of a state; that every vote has its roll call; one session a roll call; and, where the file has them, how
many roll calls differ from the producers' totals. A vote that was changed into another, or a line that is gone, is found
by those totals alone.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from counterpoise.codes._tables import key
from counterpoise.codes.countries import from_alpha2
from counterpoise.codes.country_words import country_words
from counterpoise.core.errors import InputError
from counterpoise.sources.container import Member, members
from counterpoise.sources.country_names import from_name
from counterpoise.sources.headed import MISSING, UNKNOWN, Cells, counted, headed, heading, state
from counterpoise.sources.source import Part, Raw, Source, refused, written
from counterpoise.sources.state_lines import whole
from counterpoise.sources.ties import COUNTRY, DAMAGED, continuing, tabled
from counterpoise.sources.un_ideal_points import FIRST

if TYPE_CHECKING:
    from counterpoise.core.progress import Progress

ABSENT, NO_MEMBER = 8, 9
ISSUES = ("co", "di", "ec", "hr", "me", "nu")
"""Colonialism, disarmament, economic development, human rights, the Palestinian conflict, nuclear matters."""

_VOTES = {"1": 1, "2": 2, "3": 3, "8": ABSENT, "9": NO_MEMBER, "yes": 1, "abstain": 2, "no": 3}
_NONE = 255
_MOST_STATES = 400
_ABOUT = ("date", "unres", "importantvote", "short", "descr", *ISSUES, "yes", "no", "abstain")
_FILE = re.compile(r".*\.(csv|tab|tsv)", re.IGNORECASE)
Word = tuple[str, str]


@dataclass
class _Call:
    """What a roll call was about."""

    session: int
    cells: Cells
    place: str
    issues: set[str] = field(default_factory=set)


class _Assembly:
    """What the files say, put together at the end."""

    def __init__(self) -> None:
        self.calls: dict[int, _Call] = {}
        self.issues: dict[int, set[str]] = {}
        self.ballots: dict[int, bytearray] = {}
        self.places: dict[int, str] = {}
        self.words: dict[Word, int] = {}
        self.by_number = False

    def take(self, member: Member, raw: Raw) -> None:
        """Read a file, whichever of the tables it is."""
        names = heading(member)
        if "rcid" not in names:
            raise refused("the column 'rcid' is not there", f"{member.where}, line 1", "take UNVotes.csv")
        if "vote" in names:
            self.by_number = "ccode" in names
            (self._numbered if self.by_number else self._worded)(member, raw)
        elif "session" in names:
            for place, cells in headed(member, raw, ("rcid", "session"), _ABOUT):
                self._call(whole(cells["rcid"], place, 1, 99_999), cells, place)
        else:
            for place, cells in headed(member, raw, ("rcid", "shortname")):
                if cells["shortname"] not in ISSUES:
                    raise refused(f"{cells['shortname'][:20]!r} is no issue ({', '.join(ISSUES)})", place, DAMAGED)
                self.issues.setdefault(whole(cells["rcid"], place, 1, 99_999), set()).add(cells["shortname"])

    def _call(self, rcid: int, cells: Cells, place: str) -> _Call:
        """Keep a roll call; another line on it must name the same session."""
        session = whole(cells["session"], place, 1, 154)
        held = self.calls.get(rcid)
        if held is None:
            held = self.calls[rcid] = _Call(session, cells, place)
        elif held.session != session:
            raise refused(f"roll call {rcid} is of session {held.session} and of {session}", place, DAMAGED)
        elif "date" in cells and "date" not in held.cells:
            held.cells, held.place = cells, place
        return held

    def _numbered(self, member: Member, raw: Raw) -> None:
        for place, cells in headed(member, raw, ("rcid", "ccode", "session", "vote"), _ABOUT):
            rcid = whole(cells["rcid"], place, 1, 99_999)
            call = self._call(rcid, cells, place)
            word = (cells["ccode"], "")
            if word not in self.words:
                state(word[0], FIRST + call.session, place)
            self._cast(rcid, word, cells["vote"], place)

    def _worded(self, member: Member, raw: Raw) -> None:
        for place, cells in headed(member, raw, ("rcid", "country", "countrycode", "vote")):
            word = (cells["countrycode"], cells["country"])
            if word not in self.words:
                _named(word, place)
            self._cast(whole(cells["rcid"], place, 1, 99_999), word, cells["vote"], place)

    def _cast(self, rcid: int, word: Word, text: str, place: str) -> None:
        """Keep a vote, once a state and roll call."""
        vote = _VOTES.get(text.removesuffix(".0"))
        if vote is None:
            raise refused(f"{text[:20]!r} is no vote (1, 2, 3, 8, 9; yes, abstain, no)", place, DAMAGED)
        at = self.words.setdefault(word, len(self.words))
        if at >= _MOST_STATES:
            raise refused(f"there are more than {_MOST_STATES} states", place, DAMAGED)
        ballot = self.ballots.setdefault(rcid, bytearray([_NONE]) * _MOST_STATES)
        if ballot[at] != _NONE:
            raise refused(f"{word[1] or word[0]} votes twice in roll call {rcid}", place, DAMAGED)
        ballot[at] = vote
        self.places.setdefault(rcid, place)

    def votes(self, year: int | None) -> Iterator[tuple[int, dict[str, int]]]:
        """Give the votes of each roll call, by the codes of its year."""
        codes: dict[tuple[int, int], str] = {}
        for rcid, ballot in sorted(self.ballots.items()):
            if rcid not in self.calls:
                remedy = "add an archive that holds the roll calls too"
                raise refused(f"no session is known of roll call {rcid}", self.places[rcid], remedy)
            when = FIRST + self.calls[rcid].session
            if year in (None, when):
                found: dict[str, int] = {}
                for word, at in self.words.items():
                    if ballot[at] in (_NONE, NO_MEMBER):
                        continue
                    if (at, when) not in codes:
                        codes[at, when] = self._code(word, when, self.places[rcid])
                    self._once(found, codes[at, when], ballot[at], rcid)
                yield rcid, found

    def _code(self, word: Word, year: int, place: str) -> str:
        return state(word[0], year, place) if self.by_number else continuing(_named(word, place), year)

    def _once(self, found: dict[str, int], code: str, vote: int, rcid: int) -> None:
        """Keep one vote of states with one code: in the year of a union the one that was there."""
        if ABSENT not in (vote, found.get(code, ABSENT)):
            raise refused(f"{code} votes twice in roll call {rcid}", self.places[rcid], DAMAGED)
        if found.get(code, ABSENT) == ABSENT:
            found[code] = vote


def _named(word: Word, place: str) -> str:
    """Give the country of a two-letter code and a name; the code of Namibia is what R writes for a missing one."""
    code, name = word
    if code in MISSING or key(name) in country_words("un-votes"):
        return from_name(name, place, "un-votes")
    try:
        return from_alpha2(code)
    except InputError as error:
        raise refused(f"{code[:10]!r} ({name[:40]}) is no state's code", place, UNKNOWN) from error


def read(raw: Raw, progress: Progress) -> Iterator[Part]:
    """Give the one part of a file, or of an archive of the tables that belong together.

    Parameters
    ----------
    raw
        The votes, or an archive with votes, roll calls and issues.
    progress
        Told of each file.

    Raises
    ------
    DataError
        If a file is not as its producer makes it; see the module.
    """
    held = _Assembly()
    with members(raw, lambda name: bool(_FILE.fullmatch(name))) as files:
        for member in files:
            progress.report(f"reading {member.name}")
            held.take(member, raw)
    if not held.ballots:
        raise refused("there is no vote in it", raw.name, "take UNVotes.csv, or an archive with it")
    yield _described(held, raw)


def _resolution(rcid: int, call: _Call, issues: set[str]) -> dict[str, Any]:
    """Give a row of the resolutions."""
    cells = {name: (None if cell in MISSING else cell) for name, cell in call.cells.items()}
    marked = issues | {name for name in ISSUES if cells.get(name) in ("1", "1.0")}
    important = cells.get("importantvote")
    date = cells.get("date")
    try:
        day = datetime.date.fromisoformat(date) if date else None
    except ValueError as error:
        raise refused(f"{date!r:.20} is no date such as 2019-12-03", call.place, DAMAGED) from error
    return {
        "rcid": rcid,
        "session": call.session,
        "year": FIRST + call.session,
        "date": day,
        "resolution": cells.get("unres"),
        "important": None if important is None else whole(important, call.place, 0, 1),
        "title": cells.get("short") or cells.get("descr"),
        "issues": "|".join(sorted(marked)) or None,
    }


def _differs(call: _Call, votes: dict[str, int]) -> bool | None:
    """Whether the votes differ from the producers' totals; None where the file has none."""
    totals = [call.cells.get(name, "") for name in ("yes", "abstain", "no")]
    if any(one in MISSING for one in totals):
        return None
    cast = list(votes.values())
    return [whole(one, call.place, 0, 999) for one in totals] != [cast.count(vote) for vote in (1, 2, 3)]


def _described(held: _Assembly, raw: Raw) -> Part:
    import pyarrow as pa  # noqa: PLC0415

    resolutions: list[dict[str, Any]] = []
    votes: list[tuple[int, str, int]] = []
    compared = differing = 0
    for rcid, found in held.votes(raw.year):
        call = held.calls[rcid]
        resolutions.append(_resolution(rcid, call, held.issues.get(rcid, set())))
        differs = _differs(call, found)
        compared, differing = compared + (differs is not None), differing + bool(differs)
        votes += [(rcid, country, 0 if vote == ABSENT else vote) for country, vote in sorted(found.items())]
    if not votes:
        raise refused(f"there is no vote of {raw.year} in it", raw.name, "leave the year out")
    text, number, mark = pa.string(), pa.int64(), pa.int8()
    kinds = [number, number, number, pa.date32(), text, mark, text, text]
    about = pa.schema(list(zip(resolutions[0], kinds, strict=True)))
    calls = tabled([tuple(one.values()) for one in resolutions], about)
    ballots = tabled(votes, pa.schema([("rcid", number), ("country", text), ("vote", mark)]))
    years = tuple(sorted({one["year"] for one in resolutions}))
    numbers = {
        "roll_calls": len(resolutions),
        "votes": ballots.num_rows,
        "countries": len({one[1] for one in votes}),
        "absent": sum(one[2] == 0 for one in votes),
        "compared_with_totals": compared,
        "unlike_totals": differing,
    }
    missing = (
        "0 is absent, and a state without a row was no member"
        if held.by_number
        else "a state without a row was absent or no member: the layout does not tell them apart"
    )
    return Part(
        dataset="un-votes",
        kind="table",
        title=SOURCE.title,
        edition=raw.edition or "not stated by the file",
        years=years,
        tables={"resolutions": written(calls), "votes": written(ballots)},
        completeness=f"{counted(len(resolutions), 'roll call')} of {counted(numbers['countries'], 'state')}, sessions of "
        f"{years[0]} to {years[-1]}; {missing}. What was adopted without a vote is not in it.",
        verified="States and votes are known, no state votes twice, each roll call has one session; "
        + (f"{differing:,} of {compared:,} totals differ from the votes." if compared else "there are no totals."),
        notes=(
            "The year is that of the session (its number and 1945), though some votes are in the next calendar year.",
            "Issues are those of the producers' search in descriptions; a roll call without any has none marked.",
        ),
        numbers=numbers,
        columns={
            "resolutions": {
                "rcid": "the producers' number of the roll call",
                "session": "of the General Assembly",
                "year": "session and 1945",
                "date": "day of the vote",
                "resolution": "the producers' code of the resolution",
                "important": "1 where the US State Department called it important, 0 where not, null where not known",
                "title": "short description",
                "issues": "co colonialism, di disarmament, ec development, hr human rights, me Palestinian conflict, "
                "nu nuclear; joined by a bar",
            },
            "votes": {
                "rcid": "as in resolutions",
                "country": COUNTRY,
                "vote": "1 yes, 2 abstain, 3 no, 0 absent",
            },
        },
    )


SOURCE = Source(
    name="un-votes",
    title="Roll calls of the United Nations General Assembly",
    producer="Erik Voeten, Anton Strezhnev and Michael Bailey",
    licence="CC0 1.0, as programs that read the data set say; not confirmed",
    terms="https://doi.org/10.7910/DVN/LEJUQZ",
    citation="Voeten, E., Strezhnev, A. and Bailey, M. (2009), United Nations General Assembly Voting Data, Harvard "
    "Dataverse; Bailey, M. A., Strezhnev, A. and Voeten, E. (2017), Journal of Conflict Resolution 61(2), 430-456",
    page="https://doi.org/10.7910/DVN/LEJUQZ",
    editions=("newest",),
    verified="the documented layout only",
    read=read,
)
