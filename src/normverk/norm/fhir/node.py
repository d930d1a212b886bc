"""A place in a JSON document: a value together with the path that leads to it, so that every refusal names its place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeVar

Checked = TypeVar("Checked")

_MODIFIERS: Final = ("modifierExtension", "implicitRules")
"""Elements that may change the meaning of all the others: who does not know them must not read on (FHIR R4, 2.1.0.5)."""


@dataclass(frozen=True)
class Node:
    """A value of a JSON document and its FHIR path. Nothing is known of the value until it is asked for."""

    value: object
    path: str

    def fields(self) -> dict[str, object]:
        """The value as an object; raises ValueError when it is none or when it has a modifier we do not know."""
        if not isinstance(self.value, dict):
            raise ValueError(f"{self.path}: expected an object")
        for name in _MODIFIERS:
            if name in self.value:
                raise ValueError(f"{self.path}.{name}: may change the meaning, and is not known here")
        return self.value

    def get(self, name: str) -> Node | None:
        """The element `name`, or None when it is not there."""
        fields = self.fields()
        return Node(fields[name], f"{self.path}.{name}") if name in fields else None

    def need(self, name: str) -> Node:
        """The element `name`; raises ValueError when it is not there."""
        found = self.get(name)
        if found is None:
            raise ValueError(f"{self.path}.{name}: is missing")
        return found

    def items(self, name: str) -> tuple[Node, ...]:
        """The members of the list `name`; none when the element is not there. FHIR has no empty lists."""
        found = self.get(name)
        if found is None:
            return ()
        if not isinstance(found.value, list) or not found.value:
            raise ValueError(f"{found.path}: expected a list with something in it")
        return tuple(Node(member, f"{found.path}[{index}]") for index, member in enumerate(found.value))

    def only(self, name: str) -> Node:
        """The one member of the list `name`; raises ValueError when there is another number of them."""
        found = self.items(name)
        if len(found) != 1:
            raise ValueError(f"{self.path}.{name}: expected exactly one, found {len(found)}")
        return found[0]

    def read(self, check: Callable[[object, str], Checked]) -> Checked:
        """The value after `check`, which raises ValueError naming this path."""
        return check(self.value, self.path)

    def expect(self, name: str, value: str) -> None:
        """Raises ValueError when the element `name` is not exactly `value`."""
        found = self.need(name)
        if found.value != value:
            raise ValueError(f"{found.path}: expected «{value}»")
