"""HL7 v2: what is read from messages, what is tolerated, and what is refused with the segment and field named."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from normverk.use.pathways.intake import Unreadable
from normverk.use.proposals.engine import Coded, RecordFact
from normverk.use.proposals.readers import FactLine, read_hl7

HEAD = "MSH|^~\\&|das|310000019|mottak|310000027|20220120120000||{kind}|1|P|2.5.1|||||NOR|{charset}"
PID = "PID|1||p1^^^journal^PI||Test^Pasient||19600101|F"


def pv1(visit: str = "V1", begun: str = "20220110", kind: str = "O") -> str:
    """A visit segment."""
    fields = [""] * 45
    fields[0], fields[1], fields[18], fields[43] = "1", kind, visit, begun
    return "PV1|" + "|".join(fields)


def read(kind: str, *segments: str, pid: str = PID, charset: str = "UNICODE UTF-8", end: str = "\r") -> list[FactLine]:
    """One message, read."""
    text = end.join((HEAD.format(kind=kind, charset=charset), pid, *segments))
    return list(read_hl7(text.encode("iso8859-1" if charset.startswith("8859") else "utf-8"), "m.hl7"))


def fact(kind: str, *segments: str, **more: str) -> RecordFact:
    """The only fact of a message."""
    (line,) = read(kind, *segments, **more)
    assert line.complaint is None, line.complaint
    assert line.fact is not None
    return line.fact


def refused(kind: str, *segments: str, **more: str) -> tuple[str, str]:
    """Why the message is refused; nothing of it is let in."""
    (line,) = read(kind, *segments, **more)
    assert line.fact is None
    assert line.complaint is not None
    return line.complaint.kind, line.complaint.detail


def test_an_arrival_is_an_encounter() -> None:
    found = fact("ADT^A04", pv1(), "DG1|1||C50.4^Bryst^I10")
    assert (found.kind, found.source_id, found.state, found.org) == ("encounter", "visit/V1", "arrived", "310000019")
    assert (found.started, found.about, found.age) == (date(2022, 1, 10), (Coded("icd-10", "C50.4"),), 62)
    assert found.recorded == datetime(2022, 1, 20, 11, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("trigger", "state", "status"),
    [("A01", "in-progress", "active"), ("A03", "finished", "active"), ("A05", "planned", "active"),
     ("A11", "cancelled", "entered-in-error"), ("A38", "cancelled", "entered-in-error")],
)  # fmt: skip
def test_the_trigger_says_what_became_of_the_visit(trigger: str, state: str, status: str) -> None:
    found = fact(f"ADT^{trigger}", pv1())
    assert (found.state, found.status) == (state, status)


def test_a_later_message_about_the_same_visit_is_a_higher_version() -> None:
    early = fact("ADT^A04", pv1())
    later = HEAD.format(kind="ADT^A03", charset="").replace("20220120", "20220121")
    (line,) = read_hl7("\r".join((later, PID, pv1())).encode(), "m")
    late = line.fact
    assert late is not None
    assert late.identity == early.identity
    assert late.version > early.version


def test_operations_travel_with_the_visit() -> None:
    visit, operation = read("ADT^A03", pv1(), "PR1|1||HAB40^Op^NCSP||20220112103000")
    assert visit.fact is not None
    assert operation.fact is not None
    assert (operation.fact.kind, operation.fact.what) == ("procedure", (Coded("nkpk", "HAB40"),))
    assert operation.fact.started is not None
    assert operation.fact.started.isoformat() == "2022-01-12T10:30:00+01:00"


def test_a_death_is_a_fact_of_its_own() -> None:
    dead = "PID|1||p1||T^P||19600101|F" + "|" * 21 + "20220115|Y"
    assert [line.fact.kind for line in read("ADT^A08", pv1(), pid=dead) if line.fact] == ["encounter", "death"]


def test_an_appointment_is_what_its_filler_says() -> None:
    sch = "SCH||B7||||pat|||||^^^202201150900" + "|" * 14 + "{}"
    assert fact("SIU^S14", sch.format("Complete")).state == "fulfilled"
    cancelled = fact("SIU^S15", sch.format(""))
    assert (cancelled.state, cancelled.categories, cancelled.authored) == ("cancelled", ("pat",), date(2022, 1, 20))


def test_a_result_has_its_section_and_state() -> None:
    obr = "OBR|1||S9|HIST^Histologi^L|||20220112" + "|" * 17 + "SP|{}"
    assert (fact("ORU^R01", obr.format("F")).categories, fact("ORU^R01", obr.format("F")).state) == (("SP",), "final")
    assert fact("ORU^R01", obr.format("X")).status == "entered-in-error"


def test_a_referral_is_received_by_the_hospital_it_is_sent_to() -> None:
    found = fact("REF^I12", "RF1|A|PK||||H1|20220119", "PRD|RP|||||avtalespesialist", "DG1|1||C50^^I10")
    assert (found.org, found.asked_by, found.urgency) == ("310000027", "310000019", "PK")
    assert (found.asked_by_role, found.authored) == ("contract-specialist", date(2022, 1, 19))
    assert found.received is not None
    assert found.received.isoformat() == "2022-01-20T12:00:00+01:00"


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
def test_any_line_ending_will_do(end: str) -> None:
    assert fact("ADT^A04", pv1(), end=end).source_id == "visit/V1"


def test_frames_batches_and_unknown_segments_are_passed_by() -> None:
    one = "\r".join((HEAD.format(kind="ADT^A04", charset=""), PID, "ZZZ|own^stuff", pv1()))
    content = f"FHS|^~\\&|x\rBHS|^~\\&|x\r\x0b{one}\x1c\r\x0b{one.replace('|V1|', '|V2|')}\x1c\rBTS|2\rFTS|1\r".encode()
    assert [line.fact.source_id for line in read_hl7(content, "m") if line.fact] == ["visit/V1", "visit/V2"]


def test_the_message_says_which_signs_separate() -> None:
    text = f"MSH#*!?%#das#310000019#m#m#20220120120000##ADT*A04#1#P#2.5.1\rPID#1##p1*x!p2#\r{pv1().replace('|', '#')}"
    (line,) = read_hl7(text.encode(), "m")
    assert line.fact is not None
    assert line.fact.patient == "p1"


@pytest.mark.parametrize(
    ("written", "means"),
    [("a\\T\\b", "a&b"), ("a\\F\\b", "a|b"), ("a\\S\\b", "a^b"), ("a\\R\\b", "a~b"), ("a\\E\\b", "a\\b"),
     ("\\XC3A5\\", "å"), ("\\XE5\\", "å"), ("a\\H\\b\\N\\", "ab")],
)  # fmt: skip
def test_escapes_stand_for_the_signs_they_hide(written: str, means: str) -> None:
    assert fact("ADT^A04", pv1(), pid=f"PID|1||{written}||").patient == means


def test_repetitions_are_searched_for_a_pseudonym() -> None:
    both = "PID|1||01819000049^^^x^FNR~j77^^^y^PI||"
    assert fact("ADT^A04", pv1(), pid=both).patient == "j77"
    assert refused("ADT^A04", pv1(), pid="PID|1||01819000049^^^x^FNR||") == ("identity-number", "PID-3")


def test_character_sets_are_what_the_header_says() -> None:
    assert fact("ADT^A04", pv1(), pid="PID|1||ærlig||", charset="8859/1").patient == "ærlig"
    assert fact("ADT^A04", pv1(), pid="PID|1||ærlig||").patient == "ærlig"
    unnamed = "\r".join((HEAD.format(kind="ADT^A04", charset=""), "PID|1||ærlig||", pv1())).encode("iso8859-1")
    assert [line.fact.patient for line in read_hl7(unnamed, "m") if line.fact] == ["ærlig"]


BAD = [
    ("ADT^A04", [pv1()], {"charset": "8859/7"}, "bad-charset", "MSH-18"),
    ("ADT^A04", [pv1()], {"pid": "PID|1||||"}, "missing-field", "PID-3"),
    ("ADT^A04", [], {}, "missing-segment", "PV1"),
    ("ADT^A04", [pv1(visit="")], {}, "missing-field", "PV1-19"),
    ("ADT^A04", [pv1(begun="20220230")], {}, "no-such-time", "PV1-44"),
    ("ADT^A04", [pv1(begun="202201102400")], {}, "no-such-time", "PV1-44"),
    ("ADT^A04", [pv1(begun="202203270230")], {}, "no-such-time", "PV1-44"),
    ("ADT^A04", [pv1(begun="2022")], {}, "no-such-time", "PV1-44"),
    ("ADT^A04", [pv1(begun="20220201")], {}, "after-recorded", "started"),
    ("ADT^A04", [pv1()], {"pid": "PID|1||p1||T||20220111|F"}, "before-birth", ""),
    ("ADT^A04", [pv1()], {"pid": "PID|1||p\\Q\\1||"}, "bad-escape", "PID-3"),
    ("ADT^A04", [pv1()], {"pid": "PID|1||p\\1||"}, "bad-escape", "PID-3"),
    ("ADT^A04", [pv1()], {"pid": "PID|1||\\X00\\||"}, "bad-escape", "PID-3"),
    ("ADT^A04", ["not a segment", pv1()], {}, "bad-segment", "segment 3"),
    ("ADT^A40", [pv1()], {}, "missing-segment", "MRG"),
    ("MDM^T02", [pv1()], {}, "message-not-read", "MSH-9"),
    ("ORU^R01", [], {}, "missing-segment", "OBR"),
    ("ADT^A03", [pv1(), "PR1|1||||20220110"], {}, "missing-field", "PR1-3"),
    ("REF^I12", ["RF1|A|PK"], {}, "missing-field", "RF1-6"),
]


@pytest.mark.parametrize(("kind", "segments", "more", "why", "where"), BAD)
def test_a_bad_message_is_refused_with_its_place(
    kind: str, segments: list[str], more: dict[str, str], why: str, where: str
) -> None:
    found, detail = refused(kind, *segments, **more)
    assert (found, where in detail) == (why, True), detail


@pytest.mark.parametrize("signs", ["|^~\\", "|^^\\&", "a^~\\&", "|^~\\|"])
def test_a_header_whose_signs_cannot_separate_is_refused(signs: str) -> None:
    (line,) = read_hl7(f"MSH{signs}{signs[0]}das".encode(), "m")
    assert line.complaint is not None
    assert line.complaint.kind == "bad-separators"


def test_one_bad_message_leaves_the_others_alone() -> None:
    good = "\r".join((HEAD.format(kind="ADT^A04", charset=""), PID, pv1()))
    lines = read_hl7(f"{good}\r{good.replace('PV1', 'pv1')}\r{good.replace('V1||', 'V9||')}".encode(), "m")
    assert [line.place for line in lines] == ["message 1", "message 2", "message 3"]
    assert [line.complaint.kind if line.complaint else "" for line in lines] == ["", "bad-segment", ""]


@pytest.mark.parametrize("content", [b"", b"\r\n \r", b"\x00\x01", b"hello\r\nworld"])
def test_a_file_without_messages_is_refused_whole(content: bytes) -> None:
    with pytest.raises(Unreadable):
        read_hl7(content, "m.hl7")
