"""台账导入: a ledger somebody already keeps, read, checked by cell, rehearsed, and only then written.

`sheets` turns bytes into rows of text inside a limited process. `mapping` says which column is which.
`rules` holds what a cell may mean, what is wrong with it, and what would change; it knows no file, no database.
`annotated` and `template` give workbooks back. A new kind of ledger is a value in `rules.registry`.
"""
