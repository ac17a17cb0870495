"""Poisson by Newton's method with a dummy for every level, in dense arrays: small, slow, and written for reading.

Nothing of it is shared with the program or with the package that the program estimates by.
"""

from __future__ import annotations

import numpy as np


def dummies(codes: np.ndarray) -> np.ndarray:
    """Give a column for each level."""
    return (np.asarray(codes)[:, None] == np.unique(codes)[None, :]).astype(float)


def design(terms: np.ndarray, effects: list[np.ndarray]) -> np.ndarray:
    """Give the covariates and enough dummies to span those of all effects: what is redundant is left out by a QR."""
    columns = np.column_stack([dummies(one) for one in effects])
    kept: list[int] = []
    basis = np.empty((len(columns), 0))
    for k in range(columns.shape[1]):
        rest = columns[:, k] - basis @ (basis.T @ columns[:, k])
        rest -= basis @ (basis.T @ rest)
        if (size := np.linalg.norm(rest)) > 1e-8:
            kept.append(k)
            basis = np.column_stack([basis, rest / size])
    return np.column_stack([terms, columns[:, kept]])


def newton(trade: np.ndarray, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Give the coefficients and the means at the maximum of the likelihood."""
    mean = (trade + trade.mean()) / 2
    beta = np.linalg.lstsq(x * np.sqrt(mean)[:, None], np.sqrt(mean) * np.log(mean), rcond=None)[0]
    for _ in range(200):
        mean = np.exp(x @ beta)
        step = np.linalg.solve((x * mean[:, None]).T @ x, x.T @ (trade - mean))
        while np.abs(x @ step).max() > 3:
            step = step / 2
        beta = beta + step
        if np.abs(step).max() < 1e-12:
            break
    else:
        raise AssertionError("Newton's method did not end")
    return beta, np.exp(x @ beta)


def clustered(trade: np.ndarray, x: np.ndarray, mean: np.ndarray, clusters: np.ndarray) -> np.ndarray:
    """Give the sandwich, its meat summed within clusters, with no correction."""
    bread = np.linalg.inv((x * mean[:, None]).T @ x)
    sums = dummies(clusters).T @ (x * (trade - mean)[:, None])
    return bread @ (sums.T @ sums) @ bread
