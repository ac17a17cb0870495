"""A source of one's own, as the how-to shows it: a bank's interest rates, one line a country and year."""

import csv
import math

from counterpoise.sources.container import check_text, members
from counterpoise.sources.source import Part, Source, refused, written

HEAD = ["country", "year", "rate"]


def read(raw, progress):
    """Give the parts of a file: a CSV file, or an archive of them."""
    with members(raw, lambda name: name.lower().endswith(".csv")) as files:
        for member in files:
            progress.report(member.name)
            yield part(member, SOURCE.edition(raw.edition))


def part(member, edition):
    """Read one CSV file."""
    import pyarrow as pa  # noqa: PLC0415 - so that a list of sources is quick

    if check_text(member) != HEAD:
        raise refused(f"its columns aren't {', '.join(HEAD)}", f"{member.where}, line 1")
    rows = []
    with member.path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        lines = csv.reader(file)
        try:
            next(lines)
            for country, year, rate in lines:
                if not 1900 <= int(year) <= 2100 or math.isinf(float(rate or 0)):
                    raise ValueError(f"{year[:20]}, {rate[:20]}")
                rows.append((country, int(year), float(rate) if rate else None))
        except (ValueError, csv.Error) as error:
            where = f"{member.where}, line {lines.line_num}"
            raise refused(f"there is no country, year and rate ({error})", where) from error
    if not rows:
        raise refused("it holds no rates", member.where)
    country, year, rate = map(list, zip(*rows, strict=True))
    table = pa.table({"country": country, "year": year, "rate": pa.array(rate, pa.float64())})
    return Part(
        dataset=f"toy-rates-{edition}", kind="table", title="Interest rates", edition=edition,
        years=tuple(sorted(set(year))), tables={"rates": written(table)},
        completeness=f"{len(rows)} rates of {len(set(country))} countries.",
        verified="Each line has a country, a year and a rate or none.",
        columns={"rates": {"country": "ISO 3166-1 alpha-3", "rate": "percent a year"}},
    )  # fmt: skip


SOURCE = Source(
    name="toy-rates", title="Interest rates", producer="A bank", licence="CC BY 4.0",
    terms="https://bank.example/terms", citation="A bank (2025), Interest rates.", page="https://bank.example/rates",
    editions=("2025",), verified="the documented layout only", read=read,
)  # fmt: skip
