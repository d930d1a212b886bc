"""The graph of what lies under what. Pure: whoever reads in asks here whether a link would close a ring."""

from __future__ import annotations

from collections.abc import Iterable

from normverk.publish.library.infobit import Given


class Graph:
    """Which nodes lie under which, by what each node says of itself («barn») and of others («forelder»)."""

    def __init__(self) -> None:
        self._stated: dict[str, tuple[tuple[str, str], ...]] = {}
        self._under: dict[str, dict[str, int]] = {}

    def ring(self, node: str, links: Iterable[Given]) -> tuple[str, ...]:
        """A ring that these links of a node would close, as the ids along it; nothing when they close none.

        What the node said before does not count: it is replaced.
        """
        edges = edges_of(node, links)
        before = self._stated.get(node, ())
        self.put(node, links)
        try:
            for parent, child in edges:
                if found := self._way(child, parent):
                    return (parent, *found)
            return ()
        finally:
            self._set(node, before)

    def put(self, node: str, links: Iterable[Given]) -> None:
        """These links are what the node says now."""
        self._set(node, edges_of(node, links))

    def _set(self, node: str, edges: tuple[tuple[str, str], ...]) -> None:
        for parent, child in self._stated.pop(node, ()):
            self._under[parent][child] -= 1
            if not self._under[parent][child]:
                del self._under[parent][child]
        for parent, child in edges:
            under = self._under.setdefault(parent, {})
            under[child] = under.get(child, 0) + 1
        self._stated[node] = edges

    def _way(self, start: str, goal: str) -> tuple[str, ...]:
        """A way down from `start` to `goal`."""
        came: dict[str, str] = {start: ""}
        waiting = [start]
        while waiting:
            here = waiting.pop()
            if here == goal:
                way = [here]
                while came[way[-1]]:
                    way.append(came[way[-1]])
                return tuple(reversed(way))
            for child in self._under.get(here, ()):
                if child not in came:
                    came[child] = here
                    waiting.append(child)
        return ()


def edges_of(node: str, links: Iterable[Given]) -> tuple[tuple[str, str], ...]:
    """The pairs of parent and child that a node's links state."""
    pairs = []
    for link in links:
        if link.rel == "barn":
            pairs.append((node, link.target))
        elif link.rel == "forelder":
            pairs.append((link.target, node))
    return tuple(dict.fromkeys(pairs))
