"""Units with numbers of their own, under the hospitals that somebody has placed them under."""

from __future__ import annotations

from collections.abc import Iterable

from normverk.use.pathways.models import Organisation, Placement


def with_units(hospital: str) -> frozenset[str]:
    """The organisation number and those of the units under it; the number alone when there are none."""
    return frozenset({hospital, *Placement.objects.filter(hospital=hospital).values_list("unit", flat=True)})


def hospital_choices(numbers: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """What can be chosen among where these organisation numbers are, by number and name: each hospital, and after it its
    units with its name before theirs. A hospital stands there also when only its units do."""
    asked = set(numbers)
    above = dict(Placement.objects.filter(unit__in=asked).values_list("unit", "hospital"))
    shown = asked | set(above.values())
    names = dict(Organisation.objects.filter(number__in=shown).values_list("number", "name"))

    def name(number: str) -> str:
        return names.get(number) or number

    placed = sorted(shown, key=lambda number: (above.get(number, number), number in above, number))
    return tuple(
        (number, f"{name(above[number])}: {name(number)}" if number in above else name(number)) for number in placed
    )
