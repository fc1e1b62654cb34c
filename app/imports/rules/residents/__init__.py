"""The ledger of residents 老人台账: people with their stays and beds, one stay a row."""
