"""The documents that come with the program: scenarios, negotiations, cases, and what they name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from counterpoise.core.errors import InputError, did_you_mean

_PROJECT = Path(__file__).parents[3]
_PROGRAM = Path(__file__).parents[1]


@dataclass(frozen=True)
class Kind:
    """A kind of document: what it is called, where its gallery lies in the repository and in an installation, how its files end."""

    noun: str
    folder: str
    place: Path
    endings: tuple[str, ...]

    def gallery(self) -> dict[str, Path]:
        """Give the files that come with the program, by name."""
        folder = self.place if self.place.is_dir() else _PROJECT / self.folder
        return {one.stem: one for end in self.endings for one in sorted(folder.glob(f"*{end}"))}

    def find(self, name: str, folder: Path | None) -> Path:
        """Find a file: from a folder, then among those of the program by its name.

        Raises
        ------
        InputError
            If there is none.
        """
        word = Path(name)
        if folder is not None:
            found = next((one for one in (folder / word, *self._ended(folder / word)) if one.is_file()), None)
            if found is not None:
                return found
        known = self.gallery()
        ours = word.suffix in ("", *self.endings) and word.parent.name in ("", self.folder)
        if ours and word.stem in known:
            return known[word.stem]
        listed = f"the program's own are {', '.join(known)}" if known else ""
        looked = "" if folder is None else f" in {folder}" if not word.is_absolute() else ""
        remedy = did_you_mean(word.stem, known, "; ".join(filter(None, ["check the name", listed])))
        raise InputError(f"there is no {self.noun} {name[:80]!r}{looked}", remedy=remedy)

    def _ended(self, path: Path) -> list[Path]:
        return [] if path.suffix else [path.with_name(path.name + end) for end in self.endings]


SCENARIOS = Kind("scenario", "scenarios", _PROGRAM / "scenario" / "gallery", (".toml",))
TALKS = Kind("negotiation", "talks", _PROGRAM / "negotiation" / "gallery", (".toml",))
LINES = Kind("line", "talks/lines", _PROGRAM / "negotiation" / "gallery" / "lines", (".toml",))
CASES = Kind("case", "cases", _PROGRAM / "briefing" / "gallery", (".toml",))
LEDGERS = Kind("ledger", "cases", _PROGRAM / "briefing" / "gallery", (".jsonl",))
KINDS = (SCENARIOS, TALKS, CASES, LEDGERS)
