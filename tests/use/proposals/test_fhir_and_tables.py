"""FHIR R4 bundles and CSV files: what is read, and what is set aside with its place."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from normverk.base.commands import Unusable
from normverk.use.pathways.intake import Unreadable
from normverk.use.proposals.engine import Coded, RecordFact
from normverk.use.proposals.readers import FactLine, facts_in, read_fhir, read_mapping, read_table
from tests.use.proposals.bundles import ICD, bundle, concept, decision, hospital, referral, resource, surgery, visit


def read(*resources: dict[str, Any]) -> tuple[FactLine, ...]:
    """The bundle of these resources, read."""
    return read_fhir(json.dumps(bundle(*resources)), "b.json")


def fact(*resources: dict[str, Any]) -> RecordFact:
    """The only fact of these resources."""
    (found,) = facts_in(read(*resources))
    return found


def refused(*resources: dict[str, Any]) -> tuple[str, str, str]:
    """Place, kind and detail of the only complaint."""
    (line,) = [line for line in read(*resources) if line.complaint is not None]
    assert line.complaint is not None
    return line.place, line.complaint.kind, line.complaint.detail


def test_a_referral_is_received_when_its_receipt_says() -> None:
    found = fact(*referral(authoredOn="2022-01-02"))
    assert (found.urgency, found.received, found.authored) == ("PK", date(2022, 1, 3), date(2022, 1, 2))
    assert (found.source, found.source_id, found.about) == ("das", "ServiceRequest/r1", (Coded("icd-10", "C50.9"),))
    assert fact(referral()[0]).received is None


def test_a_visit_names_its_referral_hospital_and_class() -> None:
    found = fact(visit())
    assert (found.based_on, found.org, found.categories) == ("ServiceRequest/r1", "310000019", ("AMB",))


def test_reasons_are_found_through_conditions_in_the_bundle() -> None:
    condition = {"resourceType": "Condition", "id": "c1", "code": concept(ICD, "C50.4")}
    told = visit(reasonReference=[{"reference": "Condition/c1"}])
    assert fact(told, condition).about == (Coded("icd-10", "C50.4"),)


def test_age_is_counted_on_the_day_from_the_patient_in_the_bundle() -> None:
    patient = {"resourceType": "Patient", "id": "p1", "birthDate": "2004-01-10"}
    assert fact(visit("2022-01-09"), patient).age == 17
    assert fact(visit("2022-01-10"), patient).age == 18
    assert fact(visit(), {**patient, "birthDate": "2004"}).age is None


def test_hospitals_are_found_through_roles_locations_and_organisations() -> None:
    organisation = {"resourceType": "Organization", "id": "o", "identifier": [hospital()["identifier"]]}
    location = {"resourceType": "Location", "id": "l", "managingOrganization": {"reference": "Organization/o"}}
    appointment = resource(
        "Appointment", "a1", status="fulfilled", start="2022-01-10T09:00:00+01:00",
        participant=[{"actor": {"reference": "Patient/p1"}}, {"actor": {"reference": "Location/l"}}],
    )  # fmt: skip
    del appointment["subject"]
    assert fact(appointment, location, organisation).org == "310000019"


def test_a_drug_a_sample_an_answer_a_meeting_and_an_end_are_facts() -> None:
    drug = resource(
        "MedicationAdministration", "m", status="completed", effectiveDateTime="2022-01-12",
        medicationCodeableConcept=concept("http://www.whocc.no/atc", "L01CD01"), context={"reference": "Encounter/e1"},
    )  # fmt: skip
    sample = resource("Specimen", "s", status="available", collection={"collectedDateTime": "2022-01-11"})
    answer = resource(
        "DiagnosticReport", "t", status="final", effectiveDateTime="2022-01-11", performer=[hospital()],
        category=[concept("http://terminology.hl7.org/CodeSystem/v2-0074", "SP")],
    )  # fmt: skip
    over = resource(
        "EpisodeOfCare", "y", status="finished", period={"end": "2022-02-01"}, managingOrganization=hospital()
    )
    found = facts_in(read(visit(), drug, sample, answer, decision(), surgery(), over))
    assert [one.kind.value for one in found] == [
        "encounter", "medication", "specimen", "report", "decision", "procedure", "episode",
    ]  # fmt: skip
    assert found[1].what == (Coded("atc", "L01CD01"),)
    assert found[1].org == "310000019"


def test_a_registered_pathway_code_is_no_fact_to_propose_from() -> None:
    registered = surgery(code=concept("urn:oid:2.16.578.1.12.4.1.1.8480", "A01FK"))
    assert read(registered) == ()


BAD: list[tuple[dict[str, Any], str, str]] = [
    (visit(serviceProvider=None), "missing-field", "organisation"),
    (visit(serviceProvider=hospital("12")), "wrong-organisation", "org"),
    (visit("2022-13-01"), "no-such-time", "period.start"),
    (visit("2022-01-10T24:00:00+01:00"), "no-such-time", "period.start"),
    (visit("2022-01-10T10:00:00"), "time-without-offset", "period.start"),
    (visit("2023-01-10"), "after-recorded", "started"),
    (visit(subject={}), "missing-field", "subject"),
    (visit(subject={"identifier": {"system": "urn:oid:2.16.578.1.12.4.1.4.1", "value": "x"}}), "identity-number", ""),
    (visit(subject={"reference": "Patient/01819000049"}), "identity-number", ""),
    (visit(meta={"versionId": "x", "lastUpdated": "2022-02-01T00:00:00Z"}), "wrong-value", "meta.versionId"),
    (visit(meta={"versionId": "1"}), "missing-field", "meta.lastUpdated"),
    (visit(id=""), "missing-field", "id"),
    (visit(id="x" * 200), "wrong-value", "source_id"),
    (visit(subject={"reference": "Patient/a\u0000b"}), "wrong-value", "patient"),
    ({"resourceType": "Invoice", "id": "i"}, "resource-not-read", "Invoice"),
]


@pytest.mark.parametrize(("bad", "kind", "detail"), BAD)
def test_a_bad_entry_is_set_aside_with_its_place_and_the_rest_goes_in(
    bad: dict[str, Any], kind: str, detail: str
) -> None:
    place, found, said = refused(bad, surgery())
    assert (place, found) == ("entry 1", kind)
    assert detail in said
    assert [one.kind.value for one in facts_in(read(bad, surgery()))] == ["procedure"]


def test_deletions_and_empty_entries_are_set_aside() -> None:
    text = json.dumps(
        {"resourceType": "Bundle", "entry": [{"request": {"method": "DELETE", "url": "Encounter/1"}}, 7, {}]}
    )
    assert [line.complaint.kind for line in read_fhir(text, "b") if line.complaint] == [
        "delete-entry", "no-resource", "no-resource",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"resourceType": "Patient"}', '{"resourceType": "Bundle", "entry": 3}']
)
def test_what_is_no_bundle_is_refused_whole(text: str) -> None:
    with pytest.raises(Unreadable, match=r"b\.json"):
        read_fhir(text, "b.json")


MAPPING = b"""
source = "lis"
[columns]
patient = "Pasient"
kind = "Type"
source_id = "Id"
recorded = "Reg"
org = "Org"
started = "Dato"
what = "Kode"
birth = "Fodt"
[kinds]
Inngrep = "procedure"
[code_systems]
Inngrep = "NCSP"
[constants]
state = "completed"
[dates]
date = "%d.%m.%Y"
instant = "%d.%m.%Y %H:%M"
[void]
column = "Feil"
values = ["J"]
"""
HEAD = "Pasient;Type;Id;Reg;Org;Dato;Kode;Fodt;Feil\n"
ROW = "p1;Inngrep;7;20.01.2022;310000019;12.01.2022;HAB40|HAC20;01.02.1960;"


def table(text: str, mapping: bytes = MAPPING) -> tuple[FactLine, ...]:
    """A file with these rows, read by the mapping."""
    return read_table((HEAD + text).encode(), "t.csv", read_mapping(mapping, "m.toml"))


def test_a_row_is_read_by_the_mapping() -> None:
    (found,) = facts_in(table(ROW))
    assert (found.kind.value, found.source, found.source_id, found.state) == ("procedure", "lis", "7", "completed")
    assert (found.started, found.age) == (date(2022, 1, 12), 61)
    assert found.what == (Coded("nkpk", "HAB40"), Coded("nkpk", "HAC20"))
    assert facts_in(table(ROW + "J"))[0].status == "entered-in-error"


@pytest.mark.parametrize(
    ("row", "kind", "detail"),
    [
        (ROW.replace("12.01.2022", "31.02.2022"), "no-such-time", "started"),
        (ROW.replace("12.01.2022", "27.03.2022 02:30").replace("20.01", "20.04"), "no-such-time", "started"),
        (ROW.replace("Inngrep", "Ukjent"), "unknown-kind", "Ukjent"),
        (ROW.replace("p1;", ";"), "missing-field", "patient"),
        (ROW.replace("p1;", "01819000049;"), "identity-number", "patient"),
        (ROW.replace("310000019", "Vest"), "wrong-organisation", "org"),
        (ROW.replace("310000019", ""), "missing-field", "organisation"),
        (ROW + ";;", "wrong-value", "11 cells"),
        (ROW.replace("20.01.2022", ""), "missing-field", "recorded"),
        (ROW.replace("20.01.2022", "10.01.2022"), "after-recorded", "started"),
        (ROW.replace("01.02.1960", "01.02.2023"), "before-birth", ""),
    ],
)
def test_a_bad_row_is_set_aside_with_its_number(row: str, kind: str, detail: str) -> None:
    bad, good = table(f"{row}\n{ROW}")
    assert bad.complaint is not None
    assert (bad.place, bad.complaint.kind) == ("row 2", kind)
    assert detail in bad.complaint.detail
    assert good.fact is not None


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"Pasient\x00;Type\n", HEAD.encode() + b'"p1;x\n'])
def test_a_file_that_is_no_table_is_refused_whole(content: bytes) -> None:
    with pytest.raises(Unusable):
        read_table(content, "t.csv", read_mapping(MAPPING, "m.toml"))


def test_a_heading_without_a_column_of_the_mapping_is_refused_by_name() -> None:
    with pytest.raises(Unusable, match="«Dato»"):
        read_table(HEAD.replace("Dato", "Dag").encode(), "t.csv", read_mapping(MAPPING, "m.toml"))


@pytest.mark.parametrize(
    "mapping",
    [b"source =", b"\xff", b'source = "x"', b'source = "x"\n[columns]\nkolonne = "y"', MAPPING + b'[file]\ndelimiter = ";;"',
     MAPPING + b'[file]\nencoding = "utf-16"', MAPPING.replace(b'"procedure"', b'"inngrep"')],
)  # fmt: skip
def test_a_bad_mapping_is_refused_by_name(mapping: bytes) -> None:
    with pytest.raises(Unusable, match=r"m\.toml"):
        read_mapping(mapping, "m.toml")
