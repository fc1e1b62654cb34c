"""对列: which column of a ledger carries which field, and how sure that is."""
