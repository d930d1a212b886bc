"""Event types. Each app declares its own in `events.py`; what is not declared cannot be appended or read back."""

from __future__ import annotations

from typing import Any, ClassVar, Final

import msgspec

EVENT_TYPES: Final[dict[str, type[EventData]]] = {}


class EventData(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What happened, as typed data. Subclass with `type_name` and fields; the docstring is the documentation.

    Fields never hold patient data or a person's name, address or free text about a person.
    """

    type_name: ClassVar[str] = ""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if not cls.type_name:
            raise TypeError(f"{cls.__name__} needs a type_name, for instance «need.reported»")
        known = EVENT_TYPES.get(cls.type_name)
        if known is not None and (known.__module__, known.__qualname__) != (cls.__module__, cls.__qualname__):
            raise TypeError(
                f"the event type {cls.type_name} is declared twice: {known.__qualname__}, {cls.__qualname__}"
            )
        EVENT_TYPES[cls.type_name] = cls


def read_data(type_name: str, plain: Any) -> EventData:
    """Reads an event's data back into its type; KeyError for an unknown type, ValidationError for a wrong shape."""
    return msgspec.convert(plain, EVENT_TYPES[type_name])
