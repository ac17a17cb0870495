"""The answer of a negotiation: deals, predictions, the path and its weakest link, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from counterpoise.core.result import Result

if TYPE_CHECKING:
    import pandas as pd


class Negotiated(Result):
    """What a negotiation comes to under each of its courses: `Result` with predictions first.

    Examples
    --------
    >>> import counterpoise as cp
    """

    def _records(self) -> Iterator[dict[str, Any]]:
        """Give the records; what there is not under a course has none."""
        return (one for one in super()._records() if one["value"] is not None)

    def deal(self, levels: Any) -> str:
        """Give a deal in words: the levels that differ from today's.

        Parameters
        ----------
        levels
            The level of each issue; the mean of a lottery's where they are not whole.
        """
        attrs = self.data.attrs
        said = []
        for issue, new in zip(self.data["issue"].values.tolist(), levels, strict=True):
            names, was = attrs["levels"][issue], attrs["start"][issue]
            if abs(new - was) > 1e-9:
                said.append(f"{issue}: {names[round(new)]}" if abs(new - round(new)) < 1e-9 else f"{issue}: {new:.2f}")
        return ", ".join(said) or "no deal"

    def table(self, companion: str = "") -> pd.DataFrame:
        """Give a row for each course, set of deals and rule: what each party has, and the deal in words."""
        import pandas as pd  # noqa: PLC0415

        data = self.data
        parties = data["party"].values.tolist()
        rows, index = [], []
        for course in data["course"].values.tolist():
            for which in data["set"].values.tolist():
                for rule in data["rule"].values.tolist():
                    if "agreed_value" not in data:
                        continue
                    value = data["agreed_value"].sel(course=course, set=which, rule=rule)
                    if bool(value.isnull().any()):
                        continue
                    level = data["agreed_level"].sel(course=course, set=which, rule=rule).values.tolist()
                    index.append(f"{course}, {which}, {rule}")
                    rows.append([*value.values.tolist(), self.deal(level)])
        frame = pd.DataFrame(rows, columns=[*parties, "deal"], index=pd.Index(index, name="prediction"))
        if companion:
            frame = frame.assign(**dict.fromkeys(frame.columns, float("nan")))
        unit = data["outside_value"].attrs["unit"]
        frame.attrs = {
            "units": dict.fromkeys(parties, unit),
            "heads": {one: data.attrs["names"][one] for one in parties},
        }
        return frame
