"""Which route an address belongs to, looked up by the words of its path instead of by trying hundreds of patterns."""

from collections.abc import Iterator, Sequence
from itertools import chain, dropwhile

from fastapi import APIRouter
from starlette.convertors import PathConvertor
from starlette.routing import BaseRoute, Match, Route
from starlette.types import Receive, Scope, Send

__all__ = ["Matching"]

Kept = list[tuple[int, BaseRoute]]
Places = tuple[int, ...]


class Matching:
    """The routes of a router by the number of their words and by those that are fixed; the first that fits still wins.

    What fits none of them fully (no such page, another method, a slash too many) goes the router's own way.
    """

    def __init__(self, router: APIRouter) -> None:
        """Stand before a router; its routes are read when the first request comes, and again when there are more."""
        self.router = router
        self.known = -1
        self.by_length: dict[int, dict[Places, dict[tuple[str, ...], Kept]]] = {}
        self.others: list[BaseRoute] = []
        self.alone: dict[int, APIRouter] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request to its route."""
        route = self.find(scope) if scope["type"] == "http" else None
        if route is None:
            await self.router.app(scope, receive, send)
            return
        scope.setdefault("router", self.router)
        await self.alone[id(route)].app(scope, receive, send)

    def find(self, scope: Scope) -> BaseRoute | None:
        """Give the first route that fits the address and the method, or None."""
        path: str = scope["path"]
        # A pattern ends before a line break too, and under another root its words are others: neither is worth a table.
        if scope.get("root_path") or "\n" in path:
            return None
        if self.known != len(self.router.routes):
            self._read(self.router.routes)
        fitting = (route for route in self._candidates(path) if route.matches(scope)[0] is Match.FULL)
        return next(fitting, None)

    def _candidates(self, path: str) -> Iterator[BaseRoute]:
        """List the routes that may fit, in their order; those that are in no table come after all that are."""
        words = path.split("/")
        found: Kept = []
        for places, kept in self.by_length.get(len(words), {}).items():
            found += kept.get(tuple([words[place] for place in places]), ())
        if len(found) > 1:
            found.sort(key=lambda one: one[0])
        return chain((route for _number, route in found), self.others)

    def _read(self, routes: Sequence[BaseRoute]) -> None:
        self.by_length.clear()
        self.others = list(dropwhile(_is_told_by_its_words, routes))
        for number, route in enumerate(routes[: len(routes) - len(self.others)]):
            words = str(getattr(route, "path", "")).split("/")
            places = tuple(place for place, word in enumerate(words) if "{" not in word)
            kept = self.by_length.setdefault(len(words), {}).setdefault(places, {})
            kept.setdefault(tuple(words[place] for place in places), []).append((number, route))
        # The framework's own way through a router says what else a request has to know, so each route has one.
        self.alone = {id(route): APIRouter(routes=[route]) for route in routes}
        self.known = len(routes)


def _is_told_by_its_words(route: BaseRoute) -> bool:
    """Tell whether a route fits only addresses of as many words as its own, the fixed ones in the same places."""
    return isinstance(route, Route) and not any(
        isinstance(convertor, PathConvertor) for convertor in route.param_convertors.values()
    )
