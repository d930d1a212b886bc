"""Patients measured by the norms as they stand: the rules of three countries through the one evaluator."""

from __future__ import annotations

from datetime import date

import pytest

from normverk.norm.days import parse_moment
from normverk.sim.pathways.products import all_editions
from normverk.use.pathways.engine import Edition, Verdict, evaluate
from tests.use.pathways.events import event

EDITIONS = tuple(all_editions())


def editions(name: str) -> tuple[Edition, ...]:
    """All editions of a pathway, as releases."""
    return tuple(
        Edition(f"no.example.{one.slug}#{one.number}.0.0", one.definition)
        for one in EDITIONS
        if one.product == name and one.definition is not None
    )


def line(verdict: Verdict) -> str:
    """«OF3 kirurgi met 12/13», with the round before it when it is not the first and the reason last, where there is one."""
    number = "" if verdict.round == 1 else f"{verdict.round}: "
    value = "-" if verdict.value is None else verdict.value
    limit = "-" if verdict.limit is None else verdict.limit
    branch = f" {verdict.branch}" if verdict.branch else ""
    return f"{number}{verdict.clock}{branch} {verdict.verdict} {value}/{limit} {verdict.reason}".strip()


SCENARIOS = {
    "breast cancer within its limits": (
        "brystkreft", "A01A 2022-03-01, A01S 2022-03-08, A01CK 2022-03-20, A01FK 2022-04-02",
        ["OF1 met 7/7", "OF2 met 12/12", "OF3 kirurgi met 13/13", "OF4 kirurgi met 32/32"]),
    "breast cancer that started on the last day of the old limits": (
        "brystkreft", "A01A 2021-04-30, A01S 2021-05-07, A01CK 2021-05-15, A01FK 2021-05-28",
        ["OF1 met 7/7", "OF2 late 8/7", "OF3 kirurgi met 13/13", "OF4 kirurgi late 28/27"]),
    "lung cancer, of which no limit is known, is neither met nor late": (
        "lungekreft", "A26A 2022-03-01, A26S 2022-03-08, A26CK 2022-03-20, A26FS 2022-04-02",
        ["OF1 indeterminate 7/- no-limit-for-branch", "OF2 indeterminate 12/- no-limit-for-branch",
         "OF3 straale indeterminate 13/- no-limit-for-branch", "OF4 straale indeterminate 32/- no-limit-for-branch"]),
    "multiple myeloma counts its radiotherapy in working days": (
        "myelomatose", "A04A 2023-03-01, A04S 2023-03-08, A04CK 2023-03-20, A04FS 2023-04-11",
        ["OF1 indeterminate 7/- no-limit-for-branch", "OF2 indeterminate 12/- no-limit-for-branch",
         "OF3 straale met 13/14", "OF4 straale indeterminate 41/- no-limit-for-branch"]),
    "acute leukaemia under way when the pathway is removed is measured no more": (
        "akutt-leukemi", "A05A 2021-04-29",
        ["OF1 not-applicable -/- norm-ended:2021-05-01", "OF4 not-applicable -/- norm-ended:2021-05-01"]),
    "a neuroendocrine tumour of grade 3 has no number": (
        "nevroendokrine-svulster", "A39A 2022-03-01, A39-G3 2022-03-02, A39S 2022-03-08",
        ["OF1 g3 indeterminate 7/- no-limit-for-branch", "OF2 g3 indeterminate 115/- no-limit-for-branch",
         "OF4 indeterminate 122/- no-limit-for-branch"]),
    "the drug treatment of a spread testicular cancer had 14 days before 2021": (
        "testikkelkreft", "A18A 2018-03-01, A18S 2018-03-05, A18CK 2018-03-15, A18-M1 2018-03-15, A18FM 2018-03-30",
        ["OF1 met 4/5", "OF2 met 10/12", "OF3 medikamentell-metastaser late 15/14",
         "OF4 medikamentell-metastaser met 29/31"]),
    "a diagnostic pathway ends with the decision": (
        "diagnostisk-pakkeforlop", "C01A 2022-03-01, C01S 2022-03-08, C01CI 2022-03-20",
        ["OF1 indeterminate 7/- no-limit-for-branch", "OF2 indeterminate 12/- no-limit-for-branch"]),
    "a delay longer than seven working days explains a late decision": (
        "tvangslidelse", "D07A 2022-01-03, D07M 2022-02-01, D07L 2022-02-10, D07CP 2022-04-08",
        ["start-fremmote met 29/42", "fremmote-beslutning late 66/56 patient-delay",
         "beslutning-evaluering indeterminate 84/- no-limit-for-branch"]),
    "evaluations of pregnant women repeat, each round by itself": (
        "gravide-og-rusmidler-kvinne",
        "D09A 2022-01-03, D09M 2022-01-10, POL 2022-01-10, D09CT 2022-01-17, D09E 2022-01-31, D09E 2022-03-14, D09E 2022-04-30",
        ["start-fremmote indeterminate 7/- no-limit-for-branch", "fremmote-beslutning poliklinikk met 7/7",
         "avrusning-behandling indeterminate -/- unknown-start", "beslutning-evaluering poliklinikk met 14/14", "neste-evaluering met 42/42", "2: neste-evaluering late 47/42",
         "3: neste-evaluering overdue 62/42"]),
    "pain counts weeks": (
        "smerte", "SMERTE-A 2025-05-01, SMERTE-U 2025-07-24, SMERTE-M1 2025-10-16",
        ["henvisning-utredning met 12/12", "utredning-oppsummering met 12/12", "oppsummering-oppfolging running 0/26"]),
    "stroke counts minutes": (
        "hjerneslag", "SLAG-INN 2022-03-01T10:00:00+01:00, SLAG-TROM 2022-03-01T10:41:00+01:00",
        ["ambulanse-avreise indeterminate -/- unknown-start", "innleggelse-trombolyse late 41/40"]),
    "home with cancer counts months": (
        "pakkeforlop-hjem", "HJEM-D 2025-01-31, HJEM-B2 2025-05-31",
        ["diagnose-kommunen met 4/4", "diagnose-ny-kartlegging running 5/18"]),
    "England, a missed first appointment strikes the first round out": (
        "england-rtt", "RTT-START 2025-03-03, RTT-DNA 2025-05-01, RTT-NEW 2025-05-05, RTT-TREAT 2025-08-25",
        ["rtt nullified -/- struck-out:RTT-DNA", "2: rtt met 16/18"]),
    "England, active monitoring stops the same clock, and the decision to treat starts it anew": (
        "england-rtt", "RTT-START 2025-03-03, RTT-DNA 2025-05-01, RTT-NEW 2025-05-05, RTT-AM 2025-06-02, "
        "RTT-DTT 2025-08-04, RTT-TREAT 2025-08-25",
        ["rtt nullified -/- struck-out:RTT-DNA", "2: rtt met 4/18 stopped-by-delay", "3: rtt met 3/18"]),
    "England, 28, 31 and 62 days": (
        "england-cwt", "CWT-REF 2024-03-01, CWT-FDS 2024-03-29, CWT-DTT 2024-04-05, CWT-TREAT 2024-05-03",
        ["fds met 28/28", "cwt31 met 28/31", "cwt62 late 63/62"]),
    "Denmark, the same four phases, of which no limit is known here": (
        "danmark-brystkreft", "AFB01A 2025-03-03, AFB01B 2025-03-10, AFB01C1 2025-03-17, AFB01F1 2025-03-31",
        ["OF1 indeterminate 7/- no-limit-for-branch", "OF2 indeterminate 7/- no-limit-for-branch",
         "OF3 kirurgi indeterminate 14/- no-limit-for-branch", "OF4 kirurgi indeterminate 28/- no-limit-for-branch"]),
}  # fmt: skip
DAY = "2022-07-01"
AS_OF = {"smerte": "2025-10-20", "pakkeforlop-hjem": "2025-06-30", "england-rtt": "2025-12-01", "danmark-brystkreft": "2025-12-01", "england-cwt": "2024-12-01", "akutt-leukemi": "2021-12-01", "myelomatose": "2023-12-01", "testikkelkreft": "2018-12-01", "hjerneslag": "2022-03-02T00:00:00+01:00"}  # fmt: skip


@pytest.mark.parametrize("name", SCENARIOS)
def test_scenario(name: str) -> None:
    pathway, happened, expected = SCENARIOS[name]
    events = []
    for item in happened.split(", "):
        code, time = item.split()
        events.append(event("", time, code=code, source_id=item))
    found = evaluate(events, editions(pathway), parse_moment(AS_OF.get(pathway, DAY)))
    assert [line(verdict) for verdict in found] == expected


def test_every_norm_can_be_loaded_beside_the_others() -> None:
    every = [edition for name in dict.fromkeys(one.product for one in EDITIONS) for edition in editions(name)]
    found = evaluate([event("", "2022-03-01", code="A12A")], every, date(2022, 3, 5))
    assert [verdict.pathway for verdict in found] == ["tykk-og-endetarmskreft"] * 2
