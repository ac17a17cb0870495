"""Solves with the Leontief matrix I - A, fast: single-precision factors, double-precision answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterpoise.core.errors import NoSolution

if TYPE_CHECKING:
    import numpy as np

TOLERANCE = 1e-12
"""Largest residual that is accepted, relative to the largest entry of the right-hand side."""

_MOST_STEPS = 12


class Leontief:
    """The system (I - A) Y = R of an input-output table, factored once.

    The matrix is factored in single precision, which takes half the time and memory, and each
    answer is refined in double precision until its residual is below `TOLERANCE`: the error is
    that of a double-precision solve. A table too ill-conditioned for this is factored in double
    precision. The residual is computed from the flows themselves, so that the coefficients exist
    in the factors' precision only.

    Parameters
    ----------
    flows
        Intermediate flows Z[i, j] from node i to node j, in any unit; n x n. They are not copied:
        don't change them while the system is in use.
    output
        Gross output x[j] in the same unit; a node without output buys nothing.

    Raises
    ------
    NoSolution
        If the matrix is singular: inputs are worth as much as outputs somewhere.

    References
    ----------
    Miller and Blair (2022), Input-Output Analysis, chapter 2. Higham (2002), Accuracy and
    Stability of Numerical Algorithms, chapter 12 (iterative refinement).

    Examples
    --------
    Miller and Blair's two sectors: final demand of 600 and 1500 needs outputs of 1247.52 and 1841.58.

    >>> import numpy as np
    >>> flows = np.array([[150.0, 500.0], [200.0, 100.0]])
    >>> Leontief(flows, np.array([1000.0, 2000.0])).solve(np.array([[600.0], [1500.0]])).round(2).ravel().tolist()
    [1247.52, 1841.58]
    """

    def __init__(self, flows: np.ndarray, output: np.ndarray) -> None:
        import numpy as np  # noqa: PLC0415

        self._flows = np.asarray(flows, dtype=np.float64)
        self._output = np.where(output > 0, output, 1.0)
        try:
            self._factors = self._factored(np.dtype(np.float32))
        except NoSolution:  # singular to single precision only, perhaps
            self._factors = self._factored(np.dtype(np.float64))
        self.steps = 0
        self.residual = 0.0

    def _factored(self, precision: np.dtype) -> tuple[np.ndarray, np.ndarray]:
        import warnings  # noqa: PLC0415

        import numpy as np  # noqa: PLC0415
        import scipy.linalg  # noqa: PLC0415

        # The transpose of a row-major array is column-major, as LAPACK wants it: no copy is made.
        matrix = np.empty(self._flows.shape, dtype=precision)
        with np.errstate(over="ignore"):  # what single precision can't hold is found below
            np.divide(self._flows, -self._output, out=matrix, casting="same_kind")
        matrix.flat[:: len(matrix) + 1] += 1
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", scipy.linalg.LinAlgWarning)
            factors = scipy.linalg.lu_factor(matrix.T, overwrite_a=True, check_finite=False)
        if not (np.isfinite(factors[0]).all() and np.diagonal(factors[0]).all()):
            raise NoSolution(
                "the Leontief matrix is singular", where="accounts", remedy="check that inputs are below outputs"
            )
        return factors

    def solve(self, right: np.ndarray) -> np.ndarray:
        """Give Y with (I - A) Y = R: the output needed, everywhere, for final sales R[node, case]."""
        return self._refined(right, transposed=False)

    def adjoint(self, right: np.ndarray) -> np.ndarray:
        """Give Y with (I - A)' Y = R: what R adds up to, all stages included, in a unit of each node's final sales."""
        return self._refined(right, transposed=True)

    def _refined(self, right: np.ndarray, *, transposed: bool) -> np.ndarray:
        import numpy as np  # noqa: PLC0415
        import scipy.linalg  # noqa: PLC0415

        for precision in (self._factors[0].dtype, np.dtype(np.float64)):
            if self._factors[0].dtype != precision:
                self._factors = self._factored(precision)
            answer = np.zeros(right.shape)
            residual = np.array(right, dtype=np.float64)
            scale = max(float(np.abs(right).max(initial=0.0)), np.finfo(float).tiny)
            for step in range(_MOST_STEPS):
                # the factors are of the transpose, so trans=1 solves with the matrix itself
                part = (residual / scale).astype(precision)
                answer += scipy.linalg.lu_solve(
                    self._factors, part, trans=0 if transposed else 1, overwrite_b=True, check_finite=False
                ) * np.float64(scale)
                residual = right - (answer - self._inputs(answer, transposed=transposed))
                self.residual = float(np.abs(residual).max(initial=0.0)) / scale
                self.steps = step + 1
                if self.residual <= TOLERANCE:
                    return answer
                if not np.isfinite(self.residual):
                    break
        raise NoSolution(
            f"the Leontief system was solved to a relative residual of {self.residual:.1e} only, not {TOLERANCE:.0e}",
            where="accounts",
            remedy="check the table for sectors whose inputs are worth as much as their output",
        )

    def _inputs(self, answer: np.ndarray, *, transposed: bool) -> np.ndarray:
        """Give A Y, or A' Y: the flows are scaled by output on the thin side, so A is never made."""
        output = self._output[:, None]
        return self._flows.T @ answer / output if transposed else self._flows @ (answer / output)
