"""Pure rules of the ledger import: rows of text in; records, problems and a plan out."""
