"""Reading regions: the tree, the search, the outside figures."""

from app.regions.queries.figures import figures_of, find_figure, get_figure
from app.regions.queries.search import FoundRegion, find_option, search_regions
from app.regions.queries.tree import (
    RegionRow,
    Tenant,
    children_of,
    codes_in,
    count_regions,
    counties_under,
    find_child,
    find_region,
    get_region,
    names_of,
    path_of,
    seeded_rows,
)

__all__ = [
    "FoundRegion",
    "RegionRow",
    "Tenant",
    "children_of",
    "codes_in",
    "count_regions",
    "counties_under",
    "figures_of",
    "find_child",
    "find_figure",
    "find_option",
    "find_region",
    "get_figure",
    "get_region",
    "names_of",
    "path_of",
    "search_regions",
    "seeded_rows",
]
