"""The reviewed table: route name → what it asks of its caller. A new page gets its line here, by hand."""

__all__ = ["ROUTE_ACCESS"]

ROUTE_ACCESS: dict[str, str] = {}
