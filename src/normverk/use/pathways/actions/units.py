"""Placing units that have organisation numbers of their own under their hospitals."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from normverk.base.commands import Unusable
from normverk.base.events.actions import record
from normverk.base.policy import Actor, require
from normverk.use.pathways.events import UnitsPlaced
from normverk.use.pathways.models import Organisation, Placement


@transaction.atomic
def place_units(*, hospitals: Mapping[str, str], actor: Actor, now: datetime) -> int:
    """Places each unit (organisation number) under a hospital's number; an empty number takes it out. All or none.

    Numbers that are not here yet are made. There are two levels, so a hospital stands under nobody. It changes what lists
    can be narrowed to, and nothing of who may see whom, which organisation a verdict belongs to, or what is counted.
    Returns how many were placed otherwise than before. Raises Unusable, saying which unit and why.
    """
    require(actor, "record.intake")
    before = dict(Placement.objects.values_list("unit", "hospital"))
    after = {unit: hospital for unit, hospital in (before | dict(hospitals)).items() if hospital}
    for unit, hospital in sorted(after.items()):
        if not unit or unit == hospital:
            raise Unusable(f"«{unit}» cannot be placed under «{hospital}»: give two different organisation numbers")
        if hospital in after:
            raise Unusable(
                f"«{unit}» cannot be placed under «{hospital}», which is itself placed under «{after[hospital]}»"
            )
    changed = sorted(unit for unit in hospitals if before.get(unit, "") != hospitals[unit])
    removed = list(Placement.objects.filter(unit__in=[unit for unit in changed if unit not in after]))
    made = [
        Organisation.objects.create(number=number)
        for number in sorted({*after, *after.values()})
        if not Organisation.objects.filter(pk=number).exists()
    ]
    placed = [
        Placement.objects.update_or_create(unit_id=unit, defaults={"hospital_id": after[unit]})[0]
        for unit in changed
        if unit in after
    ]
    if changed:
        told = UnitsPlaced(numbers=tuple(changed))
        record(data=told, subject="organisations", actor=actor, now=now, rows=[*made, *placed], removed=removed)
    for row in removed:
        row.delete()
    return len(changed)
