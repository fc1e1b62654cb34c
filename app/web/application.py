"""The application itself: it looks up the address of a page by its name, and a page by its address, instead of searching."""

import re
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.routing import iter_route_contexts
from starlette.datastructures import URLPath

from app.web.matching import Matching

__all__ = ["Application"]

PARAMETER = re.compile(r"{(\w+)}")


class Application(FastAPI):
    """FastAPI that finds addresses and routes in tables.

    Its own way goes through all routes for every link, a third of a millisecond each, and a page has hundreds. To find
    the route of a request it goes through them two or three times.
    """

    def __init__(self, **options: Any) -> None:
        """Begin an application. Its router's own limit of a body is left out: the application has the same one."""
        super().__init__(**options)
        self.router.middleware_stack = Matching(self.router)

    def serve(self, router: APIRouter) -> None:
        """Take the routes of a router, and of those in it, as they are: nothing is put before them or asked beside them."""
        for context in iter_route_contexts(router.routes):
            route = context.original_route
            here, there = [(getattr(one, "path", None), getattr(one, "dependencies", None)) for one in (route, context)]
            if here != there:
                raise ValueError(
                    f"{context.path} is told something by the router around its own, which nobody would hear"
                )
            self.router.routes.append(route)

    def url_path_for(self, name: str, /, **path_params: Any) -> URLPath:
        """Give the path of a page by its name; raises NoMatchFound where no page is called so or needs other words."""
        path, needed = self._addresses.get(name, ("", None))
        words = {key: str(value) for key, value in path_params.items()}
        if needed != words.keys() or not all(word and "/" not in word for word in words.values()):
            return super().url_path_for(name, **path_params)
        return URLPath(path=path.format_map(words), protocol="http")

    @property
    def _addresses(self) -> dict[str, tuple[str, set[str] | None]]:
        """Paths by name with the words each needs, gathered when the first link is drawn."""
        known: dict[str, tuple[str, set[str] | None]] | None = getattr(self.state, "addresses", None)
        if known is None:
            known = self.state.addresses = {
                route.name: (route.path, set(PARAMETER.findall(route.path)))
                for route in iter_route_contexts(self.routes)
                if route.name and route.path and route.methods
            }
        return known
