"""Golden scenarios: what happened, the day we look, and what each clock then says. Written to be read by a clinician.

A line of the expectation is «clock branch verdict value/limit reason», with the period before the clock when it is not
the first one, and a dash for what there is none of. docs/scenarios.md shows them all, in words.
"""

from __future__ import annotations

import pytest

from normverk.norm.days import parse_moment
from normverk.use.pathways.engine import Verdict, evaluate
from tests.use.pathways.breast import EDITIONS
from tests.use.pathways.events import course

SCENARIOS = {
    # Counting days
    "7 days started the 3rd are met on the 10th": (
        "A 2021-06-03, S 2021-06-10", "2021-06-10",
        ["OF1 - met 7/7 -", "OF2 - running 0/12 -", "OF4 - running 7/29 -"]),
    "and late on the 11th": (
        "A 2021-06-03, S 2021-06-11", "2021-06-11",
        ["OF1 - late 8/7 -", "OF2 - running 0/12 -", "OF4 - running 8/29 -"]),
    "the same day is day nought": (
        "A 2021-06-03, S 2021-06-03", "2021-06-03",
        ["OF1 - met 0/7 -", "OF2 - running 0/12 -", "OF4 - running 0/29 -"]),
    "green five days after the start": (
        "A 2021-06-03", "2021-06-08", ["OF1 - running 5/7 -", "OF4 - running 5/29 -"]),
    "amber two days before the limit": (
        "A 2021-06-03", "2021-06-09", ["OF1 - due 6/7 -", "OF4 - running 6/29 -"]),
    "still amber on the last day": (
        "A 2021-06-03", "2021-06-10", ["OF1 - due 7/7 -", "OF4 - running 7/29 -"]),
    "red the day after": (
        "A 2021-06-03", "2021-06-11", ["OF1 - overdue 8/7 -", "OF4 - running 8/29 -"]),
    "nothing is said before anything has happened": ("A 2021-06-03", "2021-06-02", []),
    "a stop after the as-of day is not seen": (
        "A 2021-06-03, S 2021-06-05", "2021-06-04", ["OF1 - running 1/7 -", "OF4 - running 1/29 -"]),
    # Time of day and summer time
    "an instant late in the evening counts as its date in Norway": (
        "A 2021-06-03T23:30:00+00:00, S 2021-06-11", "2021-06-11",
        ["OF1 - met 7/7 -", "OF2 - running 0/12 -", "OF4 - running 7/29 -"]),
    "a start in the last hour before the clocks go forward": (
        "A 2022-03-27T01:59:00+01:00, S 2022-04-03T03:01:00+02:00", "2022-04-03",
        ["OF1 - met 7/7 -", "OF2 - running 0/12 -", "OF4 - running 7/29 -"]),
    "a start in the hour that is there twice, first time": (
        "A 2021-10-31T02:30:00+02:00, S 2021-11-08", "2021-11-08",
        ["OF1 - late 8/7 -", "OF2 - running 0/12 -", "OF4 - running 8/29 -"]),
    "a start in the hour that is there twice, second time": (
        "A 2021-10-31T02:30:00+01:00, S 2021-11-07", "2021-11-07",
        ["OF1 - met 7/7 -", "OF2 - running 0/12 -", "OF4 - running 7/29 -"]),
    "on one date the order of the pathway decides, not the time of day": (
        "A 2021-06-03T15:00:00+02:00, S 2021-06-03T08:00:00+02:00", "2021-06-03",
        ["OF1 - met 0/7 -", "OF2 - running 0/12 -", "OF4 - running 0/29 -"]),
    # Which edition measures
    "a start on 30 April 2021 is measured by the old norm": (
        "A 2021-04-30, S 2021-05-03, CK 2021-05-12", "2021-05-12",
        ["OF1 - met 3/7 -", "OF2 - late 9/7 -", "OF3 - running 0/10 -", "OF4 - running 12/24 -"]),
    "a start on 1 May 2021 is measured by the new norm": (
        "A 2021-05-01, S 2021-05-03, CK 2021-05-12", "2021-05-12",
        ["OF1 - met 2/7 -", "OF2 - met 9/12 -", "OF3 - running 0/10 -", "OF4 - running 11/29 -"]),
    "without a start each clock is measured by the norm of its own start": (
        "S 2021-04-30, CK 2021-05-09, FK 2021-05-20", "2021-05-20",
        ["OF1 - indeterminate -/- unknown-start", "OF2 - late 9/7 -", "OF3 surgery met 11/13 -",
         "OF4 - indeterminate -/- unknown-start"]),
    "before there was a norm nothing can be judged": (
        "A 2014-12-31, S 2015-01-03", "2015-01-03",
        ["OF1 - indeterminate -/- no-norm-in-force", "OF2 - indeterminate -/- no-norm-in-force",
         "OF4 - indeterminate -/- no-norm-in-force"]),
    # The whole way
    "surgery in time all the way": (
        "A 2021-06-01, S 2021-06-08, CK 2021-06-20, FK 2021-07-03", "2021-08-01",
        ["OF1 - met 7/7 -", "OF2 - met 12/12 -", "OF3 surgery met 13/13 -", "OF4 surgery met 32/32 -"]),
    "drugs have the shorter limit": (
        "A 2021-06-01, S 2021-06-08, CK 2021-06-20, FM 2021-07-03", "2021-08-01",
        ["OF1 - met 7/7 -", "OF2 - met 12/12 -", "OF3 drugs late 13/10 -", "OF4 drugs late 32/29 -"]),
    "every phase late and yet the total is judged on its own": (
        "A 2021-06-01, S 2021-06-02, CK 2021-06-03, FK 2021-06-30", "2021-08-01",
        ["OF1 - met 1/7 -", "OF2 - met 1/12 -", "OF3 surgery late 27/13 -", "OF4 surgery met 29/32 -"]),
    "a start coded by a specialist in private practice is a start": (
        "AA 2021-06-03, S 2021-06-10", "2021-06-10",
        ["OF1 - met 7/7 -", "OF2 - running 0/12 -", "OF4 - running 7/29 -"]),
    # Treatment branches
    "radiotherapy has no published limit: unknown, never met": (
        "A 2021-06-01, S 2021-06-08, CK 2021-06-15, FS 2021-06-20", "2021-08-01",
        ["OF1 - met 7/7 -", "OF2 - met 7/12 -", "OF3 radiotherapy indeterminate 5/- no-limit-for-branch",
         "OF4 radiotherapy indeterminate 19/- no-limit-for-branch"]),
    "relief of symptoms is not a treatment the clock counts": (
        "A 2021-06-01, S 2021-06-08, CK 2021-06-15, FL 2021-06-20", "2021-08-01",
        ["OF1 - met 7/7 -", "OF2 - met 7/12 -", "OF3 none not-applicable 5/- not-counted:none",
         "OF4 none not-applicable 19/- not-counted:none"]),
    "six days after the decision both branches are still inside": (
        "A 2021-06-01, S 2021-06-02, CK 2021-06-03", "2021-06-09",
        ["OF1 - met 1/7 -", "OF2 - met 1/12 -", "OF3 - running 6/10 -", "OF4 - running 8/29 -"]),
    "amber as soon as the strictest branch warns": (
        "A 2021-06-01, S 2021-06-02, CK 2021-06-03", "2021-06-11",
        ["OF1 - met 1/7 -", "OF2 - met 1/12 -", "OF3 - due 8/10 -", "OF4 - running 10/29 -"]),
    "between 10 and 13 days it depends on the treatment": (
        "A 2021-06-01, S 2021-06-02, CK 2021-06-03", "2021-06-14",
        ["OF1 - met 1/7 -", "OF2 - met 1/12 -", "OF3 - indeterminate 11/10 branch-unknown", "OF4 - running 13/29 -"]),
    "after 13 days it is too late whatever the treatment": (
        "A 2021-06-01, S 2021-06-02, CK 2021-06-03", "2021-06-17",
        ["OF1 - met 1/7 -", "OF2 - met 1/12 -", "OF3 - overdue 14/10 -", "OF4 - running 16/29 -"]),
    "a planned operation settles it: not yet late on day 11": (
        "A 2021-06-01, S 2021-06-02, CK 2021-06-03 :surgery", "2021-06-14",
        ["OF1 - met 1/7 -", "OF2 - met 1/12 -", "OF3 surgery due 11/13 -", "OF4 surgery running 13/32 -"]),
    "planned drugs settle it: late on day 11": (
        "A 2021-06-01, S 2021-06-02, CK 2021-06-03 :A01FM", "2021-06-14",
        ["OF1 - met 1/7 -", "OF2 - met 1/12 -", "OF3 drugs overdue 11/10 -", "OF4 drugs running 13/29 -"]),
    "planned radiotherapy has no limit to run against": (
        "A 2021-06-01, S 2021-06-02, CK 2021-06-03 :radiotherapy", "2021-06-14",
        ["OF1 - met 1/7 -", "OF2 - met 1/12 -", "OF3 radiotherapy indeterminate 11/- no-limit-for-branch",
         "OF4 radiotherapy indeterminate 13/- no-limit-for-branch"]),
    "a plan nobody knows is set aside": (
        "A 2021-06-01, S 2021-06-02, CK 2021-06-03 :acupuncture", "2021-06-14",
        ["OF1 - met 1/7 -", "OF2 - met 1/12 -", "OF3 - indeterminate 11/10 branch-unknown", "OF4 - running 13/29 -"]),
    "what was given decides, not what was planned": (
        "A 2021-06-01, S 2021-06-02, CK 2021-06-03 :drugs, FK 2021-06-15", "2021-06-20",
        ["OF1 - met 1/7 -", "OF2 - met 1/12 -", "OF3 surgery met 12/13 -", "OF4 surgery met 14/32 -"]),
    # Endings
    "no cancer: the rest of the pathway does not apply": (
        "A 2021-06-01, S 2021-06-05, CI 2021-06-10", "2021-08-01",
        ["OF1 - met 4/7 -", "OF2 - not-applicable -/- ended:A01CI", "OF4 - not-applicable -/- ended:A01CI"]),
    "another disease": (
        "A 2021-06-01, S 2021-06-05, CA 2021-06-10", "2021-08-01",
        ["OF1 - met 4/7 -", "OF2 - not-applicable -/- ended:A01CA", "OF4 - not-applicable -/- ended:A01CA"]),
    "another cancer": (
        "A 2021-06-01, S 2021-06-05, CM 2021-06-10", "2021-08-01",
        ["OF1 - met 4/7 -", "OF2 - not-applicable -/- ended:A01CM", "OF4 - not-applicable -/- ended:A01CM"]),
    "broken off before the first attendance": (
        "A 2021-06-01, X 2021-06-30", "2021-08-01",
        ["OF1 - not-applicable -/- ended:A01X", "OF4 - not-applicable -/- ended:A01X"]),
    "broken off after the decision": (
        "A 2021-06-01, S 2021-06-05, CK 2021-06-10, X 2021-06-30", "2021-08-01",
        ["OF1 - met 4/7 -", "OF2 - met 5/12 -", "OF3 - not-applicable -/- ended:A01X",
         "OF4 - not-applicable -/- ended:A01X"]),
    "no disease although no first attendance is registered": (
        "A 2021-06-01, CI 2021-06-10", "2021-08-01",
        ["OF1 - not-applicable -/- ended:A01CI", "OF4 - not-applicable -/- ended:A01CI"]),
    "treatment after the end is superfluous": (
        "A 2021-06-01, S 2021-06-05, CI 2021-06-10, FK 2021-06-20", "2021-08-01",
        ["OF1 - met 4/7 -", "OF2 - not-applicable -/- ended:A01CI", "OF4 - not-applicable -/- ended:A01CI"]),
    "only the first treatment counts": (
        "A 2021-06-01, S 2021-06-05, CK 2021-06-10, FM 2021-06-18, FK 2021-07-30", "2021-08-01",
        ["OF1 - met 4/7 -", "OF2 - met 5/12 -", "OF3 drugs met 8/10 -", "OF4 drugs met 17/29 -"]),
    # Gaps and wrong order
    "the start is not registered": (
        "S 2021-06-05, CK 2021-06-10", "2021-06-12",
        ["OF1 - indeterminate -/- unknown-start", "OF2 - met 5/12 -", "OF3 - running 2/10 -",
         "OF4 - indeterminate -/- unknown-start"]),
    "the first attendance stands before the start": (
        "S 2021-06-01, A 2021-06-03", "2021-06-05",
        ["OF1 - indeterminate -/- order-violation", "OF2 - running 4/12 -", "OF4 - running 2/29 -"]),
    "a decision without a first attendance": (
        "A 2021-06-01, CK 2021-06-20", "2021-06-21",
        ["OF1 - indeterminate -/- stop-missing", "OF2 - indeterminate -/- unknown-start", "OF3 - running 1/10 -",
         "OF4 - running 20/29 -"]),
    "broken off after a decision without a first attendance: the attendance is what is missing": (
        "A 2021-06-01, CK 2021-06-20, X 2021-06-25", "2021-07-01",
        ["OF1 - indeterminate -/- stop-missing", "OF2 - indeterminate -/- unknown-start",
         "OF3 - not-applicable -/- ended:A01X", "OF4 - not-applicable -/- ended:A01X"]),
    "treatment without a decision": (
        "A 2021-06-01, S 2021-06-05, FK 2021-06-20", "2021-06-21",
        ["OF1 - met 4/7 -", "OF2 - indeterminate -/- stop-missing", "OF3 - indeterminate -/- unknown-start",
         "OF4 surgery met 19/32 -"]),
    "only a treatment": (
        "FK 2021-06-20", "2021-06-21",
        ["OF1 - indeterminate -/- unknown-start", "OF2 - indeterminate -/- unknown-start",
         "OF3 - indeterminate -/- unknown-start", "OF4 - indeterminate -/- unknown-start"]),
    "ended without a start: the rest surely does not apply": (
        "S 2021-06-05, CI 2021-06-10", "2021-06-21",
        ["OF1 - indeterminate -/- unknown-start", "OF2 - not-applicable -/- ended:A01CI",
         "OF4 - not-applicable -/- ended:A01CI"]),
    "the first of two first attendances counts": (
        "A 2021-06-03, S 2021-06-08, S 2021-06-20", "2021-06-20",
        ["OF1 - met 5/7 -", "OF2 - due 12/12 -", "OF4 - running 17/29 -"]),
    # Transfers and relapses
    "a transfer does not start the clock anew": (
        "A 2021-06-01, S 2021-06-05, O 2021-06-08, A 2021-06-10 @midt, CK 2021-06-16 @midt, FK 2021-06-29 @midt",
        "2021-08-01",
        ["OF1 - met 4/7 -", "OF2 - met 11/12 -", "OF3 surgery met 13/13 -", "OF4 surgery met 28/32 -"]),
    "a relapse after treatment is a period of its own": (
        "A 2021-06-01, S 2021-06-05, CK 2021-06-10, FK 2021-06-20, A 2022-01-10, S 2022-01-20", "2022-01-20",
        ["OF1 - met 4/7 -", "OF2 - met 5/12 -", "OF3 surgery met 10/13 -", "OF4 surgery met 19/32 -",
         "2 OF1 - late 10/7 -", "2 OF2 - running 0/12 -", "2 OF4 - running 10/29 -"]),
    "a start after a false alarm is a period of its own": (
        "A 2021-03-01, S 2021-03-05, CI 2021-03-10, A 2021-06-01", "2021-06-02",
        ["OF1 - met 4/7 -", "OF2 - not-applicable -/- ended:A01CI", "OF4 - not-applicable -/- ended:A01CI",
         "2 OF1 - running 1/7 -", "2 OF4 - running 1/29 -"]),
    "a relapse in the new norm's time is measured by the new norm": (
        "A 2021-03-01, S 2021-03-05, CK 2021-03-12, FK 2021-03-20, A 2021-05-01, S 2021-05-03, CK 2021-05-15", "2021-05-15",
        ["OF1 - met 4/7 -", "OF2 - met 7/7 -", "OF3 surgery met 8/13 -", "OF4 surgery met 19/27 -",
         "2 OF1 - met 2/7 -", "2 OF2 - met 12/12 -", "2 OF3 - running 0/10 -", "2 OF4 - running 14/29 -"]),
    "episodes named by the record system keep two courses apart": (
        "A 2021-06-01 #left, A 2021-06-03 #right, S 2021-06-08 #left, S 2021-06-12 #right", "2021-06-12",
        ["OF1 - met 7/7 -", "OF2 - running 4/12 -", "OF4 - running 11/29 -",
         "2 OF1 - late 9/7 -", "2 OF2 - running 0/12 -", "2 OF4 - running 9/29 -"]),
    "a delay the patient wished is noted and does not stop this norm's clock": (
        "A 2021-06-01, P 2021-06-03, S 2021-06-20", "2021-06-20",
        ["OF1 - late 19/7 -", "OF2 - running 0/12 -", "OF4 - running 19/29 -"]),
}  # fmt: skip


LIMITS = "Helsedirektoratet, forløpstider for brystkreft"
GUIDE = "Kodeveileder for pakkeforløp for kreft"
LIST = "Kodeverk 9329, tilbakemelding"
SOURCES = {
    "a start on 30 April 2021 is measured by the old norm": LIMITS,
    "a start on 1 May 2021 is measured by the new norm": LIMITS,
    "surgery in time all the way": LIMITS,
    "drugs have the shorter limit": LIMITS,
    "a start coded by a specialist in private practice is a start": GUIDE + ", kode AA",
    "radiotherapy has no published limit: unknown, never met": LIMITS,
    "planned radiotherapy has no limit to run against": LIMITS,
    "relief of symptoms is not a treatment the clock counts": LIMITS,
    "no cancer: the rest of the pathway does not apply": GUIDE + ", kode CI",
    "another disease": GUIDE + ", kode CA",
    "another cancer": GUIDE + ", kode CM",
    "broken off before the first attendance": GUIDE + ", kode X",
    "broken off after the decision": GUIDE + ", kode X",
    "treatment after the end is superfluous": LIST + " 112",
    "only the first treatment counts": GUIDE + ", kode F",
    "the start is not registered": LIST + " 105",
    "the first attendance stands before the start": LIST + " 106",
    "a decision without a first attendance": LIST + " 108",
    "treatment without a decision": LIST + " 110",
    "a transfer does not start the clock anew": GUIDE + ", kode O",
    "a delay the patient wished is noted and does not stop this norm's clock": "Kodeverk 8480, kode P: effect not known",
}  # fmt: skip
"""Where the rule of a scenario is read; the others are our own reading. The dates are always our own."""


def line(verdict: Verdict) -> str:
    """The verdict as the scenarios write it."""
    number = "" if verdict.period == 1 else f"{verdict.period} "
    value = "-" if verdict.value is None else verdict.value
    limit = "-" if verdict.limit is None else verdict.limit
    branch, reason = verdict.branch or "-", verdict.reason or "-"
    return f"{number}{verdict.clock} {branch} {verdict.verdict} {value}/{limit} {reason}"


@pytest.mark.parametrize("name", SCENARIOS)
def test_scenario(name: str) -> None:
    happened, as_of, expected = SCENARIOS[name]
    assert [line(verdict) for verdict in evaluate(course(happened), EDITIONS, parse_moment(as_of))] == expected


def test_there_are_at_least_forty_scenarios_and_sources_of_none_else() -> None:
    assert len(SCENARIOS) >= 40
    assert set(SOURCES) <= set(SCENARIOS)
