"""Units with organisation numbers of their own stand under their hospital in what lists can be narrowed to."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

from normverk.base.commands import Unusable
from normverk.base.events.models import Event
from normverk.base.events.queries import faults
from normverk.base.policy import Denied, Role
from normverk.cli import main
from normverk.use.pathways.actions import name_organisations
from normverk.use.pathways.actions.units import place_units
from normverk.use.pathways.models import Patient, Placement
from normverk.use.pathways.queries import ListFilter, choices, listed
from tests.conftest import actor_with
from tests.use.pathways.conftest import AS_OF, NOW, Intake
from tests.use.pathways.events import NORD, VEST, event
from tests.use.pathways.test_pages import sign_in

ADMINISTRATOR = actor_with(Role.ADMINISTRATOR)
EVERYWHERE = frozenset({""})
SURGERY, DRUGS = "310000051", "310000043"


def placed(**hospitals: str) -> int:
    """Places units, written as _310000051=…."""
    return place_units(
        hospitals={unit[1:]: hospital for unit, hospital in hospitals.items()}, actor=ADMINISTRATOR, now=NOW
    )


@pytest.fixture
def patients(intake: Intake) -> dict[str, Patient]:
    """One at each of Vest, its two units, and Nord; Vest and a unit have names."""
    intake(
        [
            event("A", "2022-04-20", patient=name, org=org, source_id=name, recorded=NOW - timedelta(days=2))
            for name, org in (("vest", VEST), ("surgery", SURGERY), ("drugs", DRUGS), ("nord", NORD))
        ]
    )
    names = {VEST: "Demosykehuset Vest", SURGERY: "Kirurgisk avdeling"}
    name_organisations(names=names, actor=ADMINISTRATOR, now=NOW)
    placed(_310000051=VEST, _310000043=VEST)
    return {patient.pseudonym: patient for patient in Patient.objects.all()}


def found(hospital: str, organisations: frozenset[str] = EVERYWHERE) -> set[str]:
    """Whom the list shows."""
    rows = listed(organisations, ListFilter(hospital=hospital), AS_OF).rows
    return {row.state.patient.pseudonym for row in rows}


def test_each_unit_stands_after_its_hospital_with_its_name(patients: dict[str, Patient]) -> None:
    assert choices(EVERYWHERE).hospitals == (
        (VEST, "Demosykehuset Vest"),
        (DRUGS, f"Demosykehuset Vest: {DRUGS}"),
        (SURGERY, "Demosykehuset Vest: Kirurgisk avdeling"),
        (NORD, NORD),
    )


def test_a_hospital_shows_its_units_too_and_a_unit_itself_alone(patients: dict[str, Patient]) -> None:
    assert found(VEST) == {"vest", "surgery", "drugs"}
    assert found(SURGERY) == {"surgery"}
    assert found(NORD) == {"nord"}


def test_who_may_see_whom_is_as_it_was(client: Client, patients: dict[str, Patient]) -> None:
    """A role at the hospital is not one at its units, nor the other way round."""
    assert found(VEST, frozenset({VEST})) == {"vest"}
    assert found(VEST, frozenset({SURGERY})) == {"surgery"}
    assert choices(frozenset({SURGERY})).hospitals[0] == (VEST, "Demosykehuset Vest")
    sign_in(client, Role.PATHWAY_COORDINATOR, VEST)
    assert client.get(f"/patients/{patients['surgery'].pk}/").status_code == 403
    assert client.get(f"/patients/{patients['vest'].pk}/").status_code == 200


def test_the_other_lists_are_narrowed_alike(client: Client, patients: dict[str, Patient]) -> None:
    sign_in(client, Role.PATHWAY_COORDINATOR, "")
    for address in ("/patients/", "/patients/report/"):
        html = client.get(address).content.decode()
        assert "Demosykehuset Vest: Kirurgisk avdeling" in html, address
    html = client.get("/patients/report/", {"standing": "unknown", "hospital": VEST}).content.decode()
    shown = {name for name, patient in patients.items() if f"/patients/{patient.pk}/" in html}
    assert shown == {"vest", "surgery", "drugs"}


def test_placing_is_written_down_and_can_be_taken_back(patients: dict[str, Patient]) -> None:
    assert placed(_310000051=VEST) == 0
    assert Event.objects.filter(type="organisations.placed").count() == 1
    assert placed(_310000051="", _310000043=NORD) == 2
    assert list(Placement.objects.values_list("unit", "hospital")) == [(DRUGS, NORD)]
    assert found(VEST) == {"vest"}
    assert list(faults()) == []


@pytest.mark.parametrize(
    ("hospitals", "words"),
    [
        ({VEST: VEST}, "two different organisation numbers"),
        ({VEST: NORD}, "which is itself placed under"),
        ({NORD: SURGERY}, "which is itself placed under"),
    ],
)
def test_what_cannot_be_placed_is_refused_and_nothing_is_changed(
    hospitals: dict[str, str], words: str, patients: dict[str, Patient]
) -> None:
    with pytest.raises(Unusable, match=words):
        place_units(hospitals={"310000078": NORD, **hospitals}, actor=ADMINISTRATOR, now=NOW)
    assert Placement.objects.count() == 2


def test_only_who_takes_records_in_may_place(patients: dict[str, Patient]) -> None:
    with pytest.raises(Denied):
        place_units(hospitals={}, actor=actor_with(Role.PATHWAY_COORDINATOR, organisation=VEST), now=NOW)


def test_the_command_reads_a_file(db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "units.json"
    file.write_text(f'{{"{SURGERY}": "{VEST}"}}')
    assert main(["pathway", "units", str(file)]) == 0
    assert "1 read, 1 placed otherwise" in capsys.readouterr().out
    file.write_text(f'{{"{SURGERY}": "Vest"}}')
    assert main(["pathway", "units", str(file)]) == 2
    assert "nine digits" in capsys.readouterr().err
