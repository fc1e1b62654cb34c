"""Every SELECT of accounts, one file per resource."""
