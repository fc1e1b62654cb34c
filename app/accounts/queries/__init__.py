"""Every SELECT of accounts, one file per resource."""

from app.accounts.queries.proof import homeless_grants

__all__ = ["homeless_grants"]
