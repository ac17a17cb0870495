"""What a country's gross exports are made of: value added at home and abroad, and what is counted twice.

Nodes are pairs of country and sector, A the input coefficients, B = (I - A)^-1, L_s = (I - A_ss)^-1, v value added
in output, E_sr what s sells to r for all uses. B^(-s) is the inverse of the world in which s exports no inputs;
its column of blocks is B^(-s)_ts = B_ts B_ss^-1 L_s, so that one block of the inverse for each country is enough.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from counterpoise.core.errors import InputError
from counterpoise.core.measure import measure, quantity

if TYPE_CHECKING:
    import numpy as np
    import xarray as xr

    from counterpoise.world.leontief import Leontief

JUDGED = {"origin": "country", "destination": "partner"}
BORIN_MANCINI = "Borin and Mancini (2019)"


@dataclass(frozen=True, eq=False)
class GrossExports:
    """The accounts of a world, as far as the content of its exports needs them; bare arrays of one unit.

    Attributes
    ----------
    leontief
        The factored system of the table.
    inputs
        Flows ``[origin, sector, destination, use]`` to buying sectors.
    output
        ``[country, sector]``.
    value_added
        Value added as a share of output, ``[country, sector]``.

    References
    ----------
    Borin, A. and Mancini, M. (2019), Measuring what matters in global value chains and value-added
    trade, World Bank Policy Research Working Paper 8804.
    """

    leontief: Leontief
    inputs: np.ndarray
    output: np.ndarray
    value_added: np.ndarray

    @cached_property
    def made_of(self) -> np.ndarray:
        """Value added of an origin in a unit of final sales ``[origin, country, sector]``: v_t B_ts."""
        import numpy as np  # noqa: PLC0415

        c, s = self.output.shape
        right = np.repeat(np.eye(c), s, axis=0) * self.value_added.reshape(-1, 1)
        return self.leontief.adjoint(right).T.reshape(c, c, s)

    @cached_property
    def domestic_all(self) -> np.ndarray:
        """Domestic content of a unit of exports ``[country, sector]``: v_s B_ss."""
        import numpy as np  # noqa: PLC0415

        return np.einsum("ssk->sk", self.made_of)

    @cached_property
    def foreign_all(self) -> np.ndarray:
        """Foreign content of a unit of exports ``[country, sector]``: the sum of v_t B_ts over t other than s."""
        return self.made_of.sum(0) - self.domestic_all

    @cached_property
    def home(self) -> np.ndarray:
        """Each country's own coefficients ``[country, sector, use]``: A_ss."""
        import numpy as np  # noqa: PLC0415

        return np.einsum("sksu->sku", self.inputs) / self._divisor[:, None, :]

    @cached_property
    def local(self) -> np.ndarray:
        """Each country's own inverse ``[country, sector, use]``: L_s."""
        import numpy as np  # noqa: PLC0415

        return np.linalg.inv(np.eye(self.output.shape[1]) - self.home)

    @cached_property
    def domestic(self) -> np.ndarray:
        """Domestic value added in a unit of exports, counted once ``[country, sector]``: v_s L_s."""
        import numpy as np  # noqa: PLC0415

        return np.einsum("sk,sku->su", self.value_added, self.local)

    @cached_property
    def own_block(self) -> np.ndarray:
        """The inverse of each country's block of the inverse ``[country, sector, use]``: B_ss^-1."""
        import numpy as np  # noqa: PLC0415

        n = self.output.size
        matrix = self.inputs.reshape(n, n) / -self._divisor.reshape(n)
        matrix.flat[:: n + 1] += 1
        return np.stack(_schur(matrix, self.output.shape[0]))

    @cached_property
    def foreign(self) -> np.ndarray:
        """Foreign value added in a unit of exports, counted once ``[country, sector]``: of v_t B^(-s)_ts."""
        import numpy as np  # noqa: PLC0415

        return np.einsum("sk,sku,suw->sw", self.foreign_all, self.own_block, self.local)

    def through(self, made: np.ndarray) -> np.ndarray:
        """Give A_sr y_r ``[s, sector, r]`` of output y ``[r, use]``, or ``[r, use, s]`` that depends on s."""
        import numpy as np  # noqa: PLC0415

        if made.ndim == 2:
            return np.einsum("skru,ru->skr", self.inputs, made / self._divisor)
        return np.einsum("skru,rus->skr", self.inputs, made / self._divisor[:, :, None])

    def returning(self, needed: np.ndarray) -> np.ndarray:
        """Give B_rs B_ss^-1 y_s ``[r, sector, s]`` of y ``[s, sector]``: outputs abroad in the world without s's inputs."""
        import numpy as np  # noqa: PLC0415

        c, s = self.output.shape
        parts = np.einsum("sku,su->sk", self.own_block, needed)
        right = np.repeat(np.eye(c), s, axis=0) * parts.reshape(-1, 1)
        return self.leontief.solve(right).reshape(c, s, c)

    @property
    def _divisor(self) -> np.ndarray:
        import numpy as np  # noqa: PLC0415

        return np.where(self.output > 0, self.output, 1.0)


def _schur(matrix: np.ndarray, blocks: int) -> list[np.ndarray]:
    """Give, for each diagonal block of the inverse, its inverse: what elimination of all the others leaves."""
    import numpy as np  # noqa: PLC0415

    if blocks == 1:
        return [matrix]
    half = blocks // 2
    cut = len(matrix) // blocks * half
    a, b, c, d = matrix[:cut, :cut], matrix[:cut, cut:], matrix[cut:, :cut], matrix[cut:, cut:]
    first = a - b @ np.linalg.solve(d, c)
    second = d - c @ np.linalg.solve(a, b)
    return [*_schur(first, half), *_schur(second, blocks - half)]


def decompose(
    world: GrossExports, final: np.ndarray, perspective: Literal["source", "sink"] = "source"
) -> dict[str, np.ndarray]:
    """Decompose bilateral gross exports by exporting sector, whole.

    Value that crosses the exporter's border more than once is counted as value added at the first crossing
    (``source``) or the last one (``sink``), and as double counting at all others. Over all partners together the
    two agree.

    Parameters
    ----------
    world
        The accounts.
    final
        Final demand ``[origin, sector, destination]``.
    perspective
        ``source`` (Borin and Mancini's source-based approach) or ``sink``.

    Returns
    -------
    dict
        Arrays ``[exporter, sector, partner]``, nothing at home: ``exports``, which is the sum of
        ``domestic_value_added``, ``domestic_double_counting``, ``foreign_value_added`` and
        ``foreign_double_counting``; and, in domestic value added, ``reflected`` (back in the exporter's final
        demand), ``direct`` (in the partner's final demand, with no border crossed but its own: in both
        perspectives the same) and ``indirect`` (the rest, absorbed abroad).

    References
    ----------
    Borin and Mancini (2019), sections 3 and 4.
    """
    import numpy as np  # noqa: PLC0415

    if perspective not in ("source", "sink"):
        raise InputError(f"{perspective!r} is no perspective", where="perspective", remedy="take source or sink")
    c, s = world.output.shape
    abroad = ~np.eye(c, dtype=bool)[:, None, :]
    exports = (world.inputs.sum(3) + final) * abroad
    absorbed = world.leontief.solve(final.reshape(c * s, c)).reshape(c, s, c)
    back = absorbed  # y[r, sector, s]: output of r that ends in the final demand of s
    if perspective == "source":
        kept, home, foreign = exports, world.domestic[:, :, None], world.foreign[:, :, None] * exports
    else:
        at_home = np.einsum("sku,su->sk", world.local, np.einsum("sks->sk", final))
        again = world.through(world.returning(np.einsum("sku,su->sk", world.local, exports.sum(2)))) * abroad
        kept, home = exports - again, world.domestic_all[:, :, None]
        foreign = world.foreign_all[:, :, None] * kept
        back = absorbed - world.returning(np.einsum("sks->sk", absorbed) - at_home)
    found = {
        "exports": exports,
        "domestic_value_added": home * kept,
        "domestic_double_counting": world.domestic_all[:, :, None] * exports - home * kept,
        "foreign_value_added": foreign,
        "foreign_double_counting": world.foreign_all[:, :, None] * exports - foreign,
        "reflected": home * world.through(back) * abroad,
    }
    own = np.einsum("rku,ru->rk", world.local, np.einsum("rkr->rk", final))
    found["direct"] = world.domestic[:, :, None] * (final + world.through(own)) * abroad
    found["indirect"] = found["domestic_value_added"] - found["reflected"] - found["direct"]
    return found


@quantity(unit="", dims="")
def export_accounts(
    leontief: Leontief, inputs: xr.DataArray, output: xr.DataArray, value_added_share: xr.DataArray
) -> GrossExports:
    """Accounts of exports' content, computed as far as they are asked for."""
    return GrossExports(leontief, inputs.values, output.values, value_added_share.values)


@quantity(unit="million USD", dims="origin sector destination", formula=r"E_{sr}")
def gross_exports(intermediate_sales: xr.DataArray, final_demand: xr.DataArray) -> xr.DataArray:
    """Gross exports of an origin's sector to a destination, for all uses."""
    sold = intermediate_sales + final_demand
    return sold.where(sold["origin"] != sold["destination"], 0.0)


@quantity(unit="million USD", dims="origin sector", formula=r"\sum_r E_{sr}")
def all_exports(gross_exports: xr.DataArray) -> xr.DataArray:
    """Gross exports of an origin's sector to every destination in the table."""
    return gross_exports.sum("destination")


@quantity(
    unit="million USD", dims="origin sector destination", formula=r"v_s L_s E_{sr}", cite=BORIN_MANCINI, stored=True
)
def domestic_value_of_exports(export_accounts: GrossExports, gross_exports: xr.DataArray) -> xr.DataArray:
    """Domestic value added in an origin's exports to a destination, counted once, by exporting sector."""
    return gross_exports * export_accounts.domestic[:, :, None]


@quantity(
    unit="million USD",
    dims="origin sector destination",
    formula=r"\sum_{t \ne s} v_t B^{(-s)}_{ts} E_{sr}",
    cite=BORIN_MANCINI,
    stored=True,
)
def foreign_value_of_exports(export_accounts: GrossExports, gross_exports: xr.DataArray) -> xr.DataArray:
    """Foreign value added in an origin's exports to a destination, counted once, by exporting sector."""
    return gross_exports * export_accounts.foreign[:, :, None]


@quantity(
    unit="million USD",
    dims="origin destination use",
    formula=r"v_t B_{ts} E_s",
    cite="OECD (2023); Hummels, Ishii and Yi (2001)",
    stored=True,
)
def export_content(export_accounts: GrossExports, all_exports: xr.DataArray) -> xr.DataArray:
    """Value added of an origin in the exports of a destination's sector."""
    import xarray as xr  # noqa: PLC0415

    labels = all_exports["origin"].values
    return xr.DataArray(
        export_accounts.made_of * all_exports.values,
        dims=("origin", "destination", "use"),
        coords={"origin": labels, "destination": labels, "use": all_exports["sector"].values},
    )


@measure(
    symbol=r"e_{ij}",
    unit="share",
    dims="country partner sector",
    short="in exports",
    formula=r"\sum_{s,\,k} v_{js} B_{js,ik} E_{ik} / \sum_k E_{ik}",
    cite="Hummels, Ishii and Yi (2001); OECD (2023), DEXFVAP over EXGR",
    headline=False,
)
def export_content_reliance(export_content: xr.DataArray, all_exports: xr.DataArray) -> xr.DataArray:
    """Share of a country's gross exports that is value added of a partner.

    The sector is the country's, which exports.
    """
    sold = all_exports.rename(origin="country")
    made = export_content.rename(destination="country", origin="partner", use="sector")
    return made / sold.where(sold > 0)


@measure(
    symbol=r"DVA_{ij} / E_{ij}",
    unit="share",
    dims="country partner sector",
    short="domestic in exports",
    formula=r"\sum_k (v_i L_i)_k E_{ik,j} / \sum_k E_{ik,j}",
    cite=BORIN_MANCINI,
    headline=False,
)
def export_domestic_share(domestic_value_of_exports: xr.DataArray, gross_exports: xr.DataArray) -> xr.DataArray:
    """Share of a country's exports to a partner that is domestic value added, counted once."""
    return (domestic_value_of_exports / gross_exports.where(gross_exports > 0)).rename(JUDGED)


@measure(
    symbol=r"FVA_{ij} / E_{ij}",
    unit="share",
    dims="country partner sector",
    short="foreign in exports",
    formula=r"\sum_{t \ne i,\,k} (v_t B^{(-i)}_{ti})_k E_{ik,j} / \sum_k E_{ik,j}",
    cite=BORIN_MANCINI,
    headline=False,
)
def export_foreign_share(foreign_value_of_exports: xr.DataArray, gross_exports: xr.DataArray) -> xr.DataArray:
    """Share of a country's exports to a partner that is foreign value added, counted once."""
    return (foreign_value_of_exports / gross_exports.where(gross_exports > 0)).rename(JUDGED)


@measure(
    symbol=r"w_{ij}",
    unit="share",
    dims="country partner sector",
    short="value added absorbed",
    formula=r"\sum_{k,l,m} v_{ik} B_{ik,lm} F_{lm,j} / \sum_k v_{ik} x_{ik}",
    cite="Johnson and Noguera (2012); OECD (2023), FFD_DVA over VALU",
    headline=False,
)
def value_added_absorbed(absorbed_value_added: xr.DataArray, own_value_added: xr.DataArray) -> xr.DataArray:
    """Share of a country's value added that a partner's final demand absorbs."""
    return absorbed_value_added.rename(JUDGED) / own_value_added.where(own_value_added > 0)
