"""Reading ledgers: the bytes never touch the web process; a limited child turns them into rows of text."""
