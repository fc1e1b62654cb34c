"""What the bureau asks of the aggregate views. The database lets no person through."""

from app.bureau.queries.averages import averages
from app.bureau.queries.beds import beds_by_home
from app.bureau.queries.counties import counties_on
from app.bureau.queries.homes import home_on, homes_on
from app.bureau.queries.opening import days_open, newest_day, places
from app.bureau.queries.reports import reported_of, rulings_on
from app.bureau.queries.series import county_series, home_series, marks_over

__all__ = [
    "averages", "beds_by_home", "counties_on", "county_series", "days_open", "home_on", "home_series", "homes_on", "marks_over", "newest_day",
    "places", "reported_of", "rulings_on",
]  # fmt: skip
