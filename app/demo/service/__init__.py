"""Building the demo: an empty database is marked, filled county by county, and given people who may sign in."""

from app.demo.service.accounts import DEMO_ACCOUNTS, DemoAccount, demo_password, director_id, open_the_doors
from app.demo.service.building import BUILD, Built, begin, begin_later, build_county, counties_of, progress, size

__all__ = [
    "BUILD", "DEMO_ACCOUNTS", "Built", "DemoAccount", "begin", "begin_later", "build_county", "counties_of",
    "demo_password", "director_id", "open_the_doors", "progress", "size",
]  # fmt: skip
