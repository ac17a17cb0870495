"""The store: the data that the program has, where it comes from, and how complete it is."""

from counterpoise.store.store import Accounts, Carrier, Dataset, accounts, dataset, datasets, table

__all__ = ["Accounts", "Carrier", "Dataset", "accounts", "dataset", "datasets", "table"]
