"""Working out the clocks of all patients anew: the same as intake works out, in one step, and with every index in its place."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from normverk.base.bulk import read
from normverk.base.events.queries import faults
from normverk.base.policy import Denied, Role
from normverk.use.pathways.actions import rebuild
from normverk.use.pathways.engine.states import State
from normverk.use.pathways.models import ClockState, Oddity, Patient, PatientJoin, PatientOrganisation
from tests.conftest import actor_with
from tests.use.pathways.conftest import AS_OF, NOW, Intake
from tests.use.pathways.events import MIDT, VEST, course, event
from tests.use.pathways.test_intake import many_events

TABLES = (ClockState, PatientOrganisation, Oddity)


def everything() -> list[list[tuple[Any, ...]]]:
    """What is worked out beforehand, without row keys of its own."""
    return [
        sorted(
            model._default_manager.values_list(*(f.attname for f in model._meta.concrete_fields if f.name != "id")),
            key=str,
        )
        for model in TABLES
    ]


def anew() -> int:
    """Rebuilds, and tells how many states there are."""
    return rebuild(actor=actor_with(Role.ADMINISTRATOR), now=NOW, as_of=AS_OF)


def test_what_is_rebuilt_is_what_intake_works_out(intake: Intake) -> None:
    intake(many_events())
    before = everything()
    assert anew() == len(before[0]) > 30
    assert everything() == before
    assert list(faults()) == []


def test_what_nothing_stands_behind_any_more_is_gone(intake: Intake) -> None:
    intake(course("A 2021-06-01, S 2021-06-05"))
    before = everything()
    state = ClockState.objects.first()
    assert state is not None
    state.pk, state.period = None, 9
    state.save()
    anew()
    assert everything() == before


def test_keys_that_are_one_person_are_counted_together(intake: Intake) -> None:
    intake(
        [
            event("A", "2021-06-01", patient="p1", source_id="1"),
            event("S", "2021-06-05", patient="p2", source_id="2", org=MIDT),
            event("A", "2021-07-01", patient="p3", source_id="3"),
        ]
    )
    kept, retired = Patient.objects.get(pseudonym="p1"), Patient.objects.get(pseudonym="p2")
    PatientJoin.objects.create(kept=kept, retired=retired, reason="x", made_through="person", made_by="x", made_at=NOW)
    anew()
    assert ClockState.objects.get(clock="OF1", patient=kept).verdict == "met"
    assert not ClockState.objects.filter(patient=retired).exists()
    assert set(PatientOrganisation.objects.filter(patient=retired).values_list("organisation", flat=True)) == {
        VEST,
        MIDT,
    }
    assert ClockState.objects.filter(patient__pseudonym="p3").exists()


def test_the_birth_and_death_that_are_known_are_looked_at(intake: Intake) -> None:
    intake(course("A 2021-06-01, S 2021-06-05"))
    Patient.objects.update(identity_number="01819000049", died_on="2021-06-03")
    anew()
    assert list(Oddity.objects.values_list("kind", flat=True)) == ["after-death"]


def test_every_index_is_there_afterwards(intake: Intake) -> None:
    intake(course("A 2021-06-01"))

    def indexes() -> dict[str, Any]:
        with connection.cursor() as cursor:
            return {
                f"{model.__name__} {name}": held
                for model in TABLES
                for name, held in connection.introspection.get_constraints(cursor, model._meta.db_table).items()
            }

    before = indexes()
    anew()
    assert indexes() == before
    assert any("clock_state_next_due" in name for name in before)


def test_a_row_key_never_comes_to_name_another_state(intake: Intake) -> None:
    intake(many_events())
    before = set(ClockState.objects.values_list("pk", flat=True))
    anew()
    anew()
    after = set(ClockState.objects.values_list("pk", flat=True))
    assert len(after) == len(before)
    assert min(after) > max(before)


@pytest.mark.skipif(connection.vendor == "postgresql", reason="tables stay on PostgreSQL")
def test_the_tables_are_defined_as_they_were_and_deleted_content_is_written_over_as_before(intake: Intake) -> None:
    def definition() -> set[tuple[Any, ...]]:
        return {*read("SELECT type, name, tbl_name, sql FROM sqlite_master"), *read("PRAGMA secure_delete")}

    intake(many_events())
    for secure in ("OFF", "FAST", "ON"):
        read(f"PRAGMA secure_delete = {secure}")
        before = definition()
        anew()
        assert definition() == before


def test_a_fault_in_the_middle_leaves_what_was(intake: Intake, monkeypatch: pytest.MonkeyPatch) -> None:
    intake(many_events())
    before, made = everything(), []

    def fails(*args: Any) -> int:
        made.append(args)
        if len(made) > 100:
            raise RuntimeError("power cut")
        return 0

    monkeypatch.setattr("normverk.use.pathways.actions.rebuilding.put", fails)
    with pytest.raises(RuntimeError):
        anew()
    assert everything() == before


def test_only_an_administrator_may_have_it_done(releases: None) -> None:
    with pytest.raises(Denied):
        rebuild(actor=actor_with(Role.PATHWAY_COORDINATOR), now=NOW, as_of=AS_OF)


def test_the_fields_of_a_state_are_those_of_the_table() -> None:
    assert {*State._fields} == {field.name for field in ClockState._meta.concrete_fields} - {"id"}
