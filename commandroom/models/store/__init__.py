"""Rows, the unit of work, the journal and queries. Open a store with `models.opening.open_store`."""
