"""The Advanced Guide's table of what trade agreements do, and the enlargement of the European Union, to their digits."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from counterpoise.trade_agreements.estimate import estimate
from counterpoise.trade_agreements.presets import PRESETS
from tests.reference.published_cells import compare, differences, names, pairs
from tools.published.sources import gravity_estimates

COLUMNS = [one.name for one in PRESETS.values()]
LARGEST = 0.5e-4 + 1e-12
"""Half a unit of the fourth decimal, which is the last printed."""


@pytest.fixture(scope="module")
def reference(shared):
    pytest.importorskip("pyfixest", reason="the extra 'gravity' is not installed")
    path = shared / "agreements" / "gravity_reference.csv"
    if not path.is_file():
        pytest.skip("the guide's table is not among the third-party figures here")
    return pd.read_csv(path)


@pytest.fixture(scope="module")
def estimated(shared):
    if not (shared / gravity_estimates.PANEL).is_file():
        pytest.skip("the guide's panel is not among the third-party figures here")
    made = {}

    def give(column, small_sample):
        chosen = next(one for one in PRESETS.values() if one.name == column)
        if small_sample == chosen.small_sample:
            return gravity_estimates.column(column)  # which the cells of the page rest on too
        if (column, small_sample) not in made:
            made[column, small_sample] = estimate(gravity_estimates.panel(), replace(chosen, small_sample=small_sample))
        return made[column, small_sample]

    return give


PAIRS = pairs("gravity")


@pytest.mark.slow
@pytest.mark.parametrize(("source", "cell"), PAIRS, ids=names(PAIRS))
def test_ours_is_theirs(source, cell):
    pytest.importorskip("pyfixest", reason="the extra 'gravity' is not installed")
    compare(source, cell)


def test_the_page_shows_what_is_computed():
    pytest.importorskip("pyfixest", reason="the extra 'gravity' is not installed")
    assert differences("gravity") == []


@pytest.mark.slow
@pytest.mark.parametrize("column", COLUMNS)
def test_every_coefficient_of_the_guide_s_table(reference, estimated, column):
    rows = reference[reference["column"] == column]
    assert len(rows) > 0
    found = estimated(column, "clusters")
    for row in rows.itertuples():
        assert found.observations == row.N
        value, _ = found.combined(found.agreement if row.variable == "sum_rta" else [row.variable])
        assert abs(value - row.coef) <= LARGEST, f"{column} {row.variable}: {value} beside {row.coef}"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("small_sample", "printed"), [("clusters", "se_published_or_R_port"), ("full", "se_pyfixest_default")]
)
@pytest.mark.parametrize("column", COLUMNS)
def test_every_standard_error_by_both_conventions(reference, estimated, column, small_sample, printed):
    found = estimated(column, small_sample)
    for _, row in reference[reference["column"] == column].iterrows():
        if pd.notna(row[printed]):
            names = found.agreement if row["variable"] == "sum_rta" else [row["variable"]]
            _, error = found.combined(names)
            assert abs(error - row[printed]) <= LARGEST, f"{column} {row['variable']}: {error} beside {row[printed]}"


def test_the_reference_tells_the_conventions_apart(reference):
    both = reference.dropna()
    assert (both["se_pyfixest_default"] > both["se_published_or_R_port"]).all()


def test_the_enlargement_of_the_european_union(shared):
    """The partial effect that Stata's ge_gravity was published with, to the seven decimals that are printed."""
    pytest.importorskip("pyfixest", reason="the extra 'gravity' is not installed")
    if not (shared / gravity_estimates.ENLARGEMENT).is_file():
        pytest.skip("the enlargement's panel is not among the third-party figures here")
    found = gravity_estimates.enlargement()
    assert found.observations == 7568
    assert found.coefficient("eu_enlargement") == pytest.approx(0.2242490, abs=1e-7)
