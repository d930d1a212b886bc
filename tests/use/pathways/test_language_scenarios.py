"""Scenarios for everything the clock language can say, to be read by a clinician: the pathway, where the rule comes from
(or «own»), what happened, the day we look, and what the clock then says.

A line is «branch verdict value/limit reason», with the round before it when it is not the first. Stations: A referral
received, V assessed, M or S attendance, L or P the patient wishes to postpone, R ready again, CK decision, E evaluation,
CI and X ended, FK, FM and FS treatment; G1 to G3 grade, POL outpatient, DOG inpatient.
"""

from __future__ import annotations

from datetime import date

import pytest

from normverk.norm.days import parse_moment
from normverk.use.pathways.engine import Person, Verdict, evaluate
from tests.use.pathways.events import MIDT, NORD, VEST, course
from tests.use.pathways.small import PATHWAYS

CWT = "NHS Data Dictionary archive: adjustments by the patient's choice, until 1 January 2009"
RTT = "RTT recording guidance v5.0 (2025)"
PSYCH = "kodeveileder, pasientutsatt pakkeforløp (TSB)"
NET = "handlingsprogram nevroendokrine svulster, 2020"
PREGNANT = "pakkeforløp for gravide og rusmidler"
PAIN = "nasjonalt forløp smerte, 2025"
STROKE = "nasjonalt forløp hjerneslag"
CHANGES = "Helsedirektoratet, endringsliste for pakkeforløp kreft"
OWN = "own"

SCENARIOS: dict[str, tuple[str, str, str, str, list[str]]] = {
    # Time that is subtracted
    "without a delay nothing is subtracted": (
        "subtract", CWT, "A 2022-03-01, FK 2022-03-11", "2022-04-01", ["- met 10/10 -"]),
    "four days the patient wished are not counted": (
        "subtract", CWT, "A 2022-03-01, L 2022-03-03, R 2022-03-07, FK 2022-03-15", "2022-04-01", ["- met 10/10 -"]),
    "one day more is late": (
        "subtract", CWT, "A 2022-03-01, L 2022-03-03, R 2022-03-07, FK 2022-03-16", "2022-04-01", ["- late 11/10 -"]),
    "two delays are both subtracted": (
        "subtract", CWT, "A 2022-03-01, L 2022-03-02, R 2022-03-04, L 2022-03-06, R 2022-03-09, FK 2022-03-16",
        "2022-04-01", ["- met 10/10 -"]),
    "a delay registered twice is one delay": (
        "subtract", OWN, "A 2022-03-01, L 2022-03-03, L 2022-03-05, R 2022-03-07, FK 2022-03-15", "2022-04-01",
        ["- met 10/10 -"]),
    "while the delay lasts the clock stands still": (
        "subtract", CWT, "A 2022-03-01, L 2022-03-06", "2022-04-20", ["- running 5/10 stands-still"]),
    "amber when it stood still stays amber": (
        "subtract", OWN, "A 2022-03-01, L 2022-03-10", "2022-04-20", ["- due 9/10 stands-still"]),
    "a clock that was red before the delay stays red": (
        "subtract", OWN, "A 2022-03-01, L 2022-03-20", "2022-04-20", ["- overdue 19/10 stands-still"]),
    "on the first day of the delay it has not begun to stand still": (
        "subtract", OWN, "A 2022-03-01, L 2022-03-06", "2022-03-06", ["- running 5/10 -"]),
    "after the delay the clock goes on with what was left": (
        "subtract", CWT, "A 2022-03-01, L 2022-03-03, R 2022-03-07", "2022-03-15", ["- due 10/10 -"]),
    "and turns red the day after": (
        "subtract", CWT, "A 2022-03-01, L 2022-03-03, R 2022-03-07", "2022-03-16", ["- overdue 11/10 -"]),
    "a delay that begins after the limit takes nothing back": (
        "subtract", OWN, "A 2022-03-01, L 2022-03-15, R 2022-03-20, FK 2022-03-22", "2022-04-01", ["- late 16/10 -"]),
    "a delay on the last day of the limit still helps": (
        "subtract", OWN, "A 2022-03-01, L 2022-03-11, R 2022-03-15, FK 2022-03-15", "2022-04-01", ["- met 10/10 -"]),
    "a delay without an end ends with the treatment": (
        "subtract", OWN, "A 2022-03-01, L 2022-03-05, FK 2022-03-30", "2022-04-01", ["- met 4/10 -"]),
    "working days inside the delay are not counted, weekends never": (
        "subtract working days", OWN, "A 2022-03-01, L 2022-03-03, R 2022-03-07, FK 2022-03-17", "2022-04-01",
        ["- met 10/10 -"]),
    "and late on the next working day": (
        "subtract working days", OWN, "A 2022-03-01, L 2022-03-03, R 2022-03-07, FK 2022-03-18", "2022-04-01",
        ["- late 11/10 -"]),
    "minutes can be subtracted": (
        "subtract minutes", OWN, "A 2022-03-01T10:00:00+01:00, L 2022-03-01T10:10:00+01:00, "
        "R 2022-03-01T10:40:00+01:00, FK 2022-03-01T11:30:00+01:00", "2022-03-02", ["- met 60/60 -"]),
    "minutes cannot be subtracted when the delay has only a date": (
        "subtract minutes", OWN, "A 2022-03-01T10:00:00+01:00, L 2022-03-01, FK 2022-03-02T11:30:00+01:00",
        "2022-03-02", ["- indeterminate -/- needs-time-of-day"]),
    "nor when only the treatment that was given is counted in minutes": (
        "subtract days, one treatment in minutes", OWN,
        "A 2022-03-01T10:00:00+01:00, L 2022-03-01, FM 2022-03-02T11:30:00+01:00", "2022-03-02",
        ["minutes indeterminate -/60 needs-time-of-day"]),
    # Stop and start anew
    "active monitoring stops the clock, and a new round begins at nought": (
        "stop and restart", RTT, "A 2022-03-01, L 2022-03-08, R 2022-05-01, FK 2022-05-11", "2022-06-01",
        ["- met 7/10 stopped-by-delay", "2 - met 10/10 -"]),
    "a delay after the limit stops a clock that is late": (
        "stop and restart", RTT, "A 2022-03-01, L 2022-03-12, R 2022-05-01", "2022-05-04",
        ["- late 11/10 stopped-by-delay", "2 - running 3/10 -"]),
    "until the patient is ready again no clock runs": (
        "stop and restart", RTT, "A 2022-03-01, L 2022-03-08", "2022-06-01", ["- met 7/10 stopped-by-delay"]),
    "treated without a registered end of the delay: the new round's start is unknown": (
        "stop and restart", OWN, "A 2022-03-01, L 2022-03-08, FK 2022-05-11", "2022-06-01",
        ["- met 7/10 stopped-by-delay", "2 - indeterminate -/- unknown-start"]),
    "two delays make three rounds": (
        "stop and restart", RTT, "A 2022-03-01, L 2022-03-02, R 2022-03-03, L 2022-03-05, R 2022-03-10, FK 2022-03-12",
        "2022-06-01", ["- met 1/10 stopped-by-delay", "2 - met 2/10 stopped-by-delay", "3 - met 2/10 -"]),
    # Struck out
    "did not attend the first time: the round never counted": (
        "nullify before attendance", RTT, "A 2022-03-01, L 2022-03-08", "2022-06-01",
        ["- nullified -/- struck-out:A01L"]),
    "and the rebooking starts a new clock at nought": (
        "nullify before attendance", RTT, "A 2022-03-01, L 2022-03-08, R 2022-03-10", "2022-03-12",
        ["- nullified -/- struck-out:A01L", "2 - running 2/10 -"]),
    "after the first attendance a missed appointment does not strike out": (
        "nullify before attendance", RTT, "A 2022-03-01, M 2022-03-03, L 2022-03-08", "2022-03-14",
        ["- overdue 13/10 -"]),
    "without a station for ready again the delay's own day is nought": (
        "restart at once", OWN, "A 2022-03-01, L 2022-03-08, FK 2022-03-18", "2022-06-01",
        ["- nullified -/- struck-out:A01L", "2 - met 10/10 -"]),
    "struck out twice": (
        "restart at once", OWN, "A 2022-03-01, L 2022-03-08, L 2022-03-09", "2022-03-12",
        ["- nullified -/- struck-out:A01L", "2 - nullified -/- struck-out:A01L", "3 - running 3/10 -"]),
    # Explained
    "a delay of more than seven working days explains the breach": (
        "explain", PSYCH, "A 2022-03-01, L 2022-03-02, R 2022-03-15, FK 2022-03-20", "2022-04-01",
        ["- late 19/10 patient-delay"]),
    "seven working days do not": (
        "explain", PSYCH, "A 2022-03-01, L 2022-03-02, R 2022-03-11, FK 2022-03-20", "2022-04-01", ["- late 19/10 -"]),
    "a delay registered after the decision explains nothing": (
        "explain", PSYCH, "A 2022-03-01, CK 2022-03-02, L 2022-03-03, FK 2022-03-30", "2022-04-01", ["- late 29/10 -"]),
    "a met limit needs no explanation": (
        "explain", PSYCH, "A 2022-03-01, L 2022-03-02, FK 2022-03-11", "2022-04-01", ["- met 10/10 -"]),
    "the clock runs on while the patient waits, and is red with the reason": (
        "explain", PSYCH, "A 2022-03-01, L 2022-03-02", "2022-03-14", ["- overdue 13/10 patient-delay"]),
    "red before the delay has lasted long enough has no reason yet": (
        "explain", PSYCH, "A 2022-03-01, L 2022-03-07", "2022-03-15", ["- overdue 14/10 -"]),
    "a delay without effect is without effect": (
        "no effect", "codes 8480, letter P: effect not known", "A 2022-03-01, P 2022-03-02, FK 2022-03-20", "2022-04-01",
        ["- late 19/10 -"]),
    # Several delay rules
    "wish and illness after each other are both subtracted": (
        "wish and illness are subtracted", OWN,
        "A 2022-03-01, L 2022-03-02, R 2022-03-04, H 2022-03-06, T 2022-03-09, FK 2022-03-16", "2022-04-01",
        ["- met 10/10 -"]),
    "days with both a wish and an illness are taken off once": (
        "wish and illness are subtracted", OWN,
        "A 2022-03-01, L 2022-03-03, R 2022-03-08, H 2022-03-05, T 2022-03-10, FK 2022-03-18", "2022-04-01",
        ["- met 10/10 -"]),
    "an illness within the wished delay takes nothing more off": (
        "wish and illness are subtracted", OWN,
        "A 2022-03-01, L 2022-03-02, R 2022-03-10, H 2022-03-04, T 2022-03-06, FK 2022-03-20", "2022-04-01",
        ["- late 11/10 -"]),
    "well again, but still wishing to wait: the clock has stood still since the wish": (
        "wish and illness are subtracted", OWN, "A 2022-03-01, L 2022-03-03, H 2022-03-05, T 2022-03-08", "2022-04-20",
        ["- running 2/10 stands-still"]),
    "ready again, but still ill: it has stood still since the wish too": (
        "wish and illness are subtracted", OWN, "A 2022-03-01, L 2022-03-03, H 2022-03-05, R 2022-03-07", "2022-04-20",
        ["- running 2/10 stands-still"]),
    "illness is taken off first, and what is late all the same is explained by the wish": (
        "wish explains, illness is subtracted", OWN,
        "A 2022-03-01, L 2022-03-02, R 2022-03-08, H 2022-03-10, T 2022-03-13, FK 2022-03-20", "2022-04-01",
        ["- late 16/10 patient-delay"]),
    "when the illness alone brings it within the limit nothing is explained": (
        "wish explains, illness is subtracted", OWN,
        "A 2022-03-01, L 2022-03-02, H 2022-03-03, R 2022-03-08, T 2022-03-15, FK 2022-03-23", "2022-04-01",
        ["- met 10/10 -"]),
    "red and standing still: that it stands still is told before what explains it": (
        "wish explains, illness is subtracted", OWN, "A 2022-03-01, L 2022-03-02, H 2022-03-15", "2022-04-20",
        ["- overdue 14/10 stands-still"]),
    "of two explanations the patient's wish is told": (
        "wish explains, illness explains", OWN,
        "A 2022-03-01, L 2022-03-02, H 2022-03-03, R 2022-03-08, T 2022-03-09, FK 2022-03-20", "2022-04-01",
        ["- late 19/10 patient-delay"]),
    "only the illness lasted long enough to explain": (
        "wish explains, illness explains", OWN,
        "A 2022-03-01, L 2022-03-02, H 2022-03-03, R 2022-03-04, T 2022-03-09, FK 2022-03-20", "2022-04-01",
        ["- late 19/10 medical-delay"]),
    "each round has its own days taken off": (
        "wish is subtracted, illness starts anew", OWN,
        "A 2022-03-01, L 2022-03-03, R 2022-03-06, H 2022-03-10, T 2022-03-20, FK 2022-03-28", "2022-04-01",
        ["- met 6/10 stopped-by-delay", "2 - met 8/10 -"]),
    "a wish that goes on when the clock starts anew goes on being taken off": (
        "wish is subtracted, illness starts anew", OWN,
        "A 2022-03-01, L 2022-03-05, H 2022-03-08, T 2022-03-12, R 2022-03-15, FK 2022-03-24", "2022-04-01",
        ["- met 4/10 stopped-by-delay", "2 - met 9/10 -"]),
    "a wish registered while no clock ran is taken off from where the new one begins": (
        "wish is subtracted, illness starts anew", OWN,
        "A 2022-03-01, H 2022-03-04, L 2022-03-06, T 2022-03-10, R 2022-03-12, FK 2022-03-22", "2022-04-01",
        ["- met 3/10 stopped-by-delay", "2 - met 10/10 -"]),
    "and the new clock stands still from its first day while the wish lasts": (
        "wish is subtracted, illness starts anew", OWN, "A 2022-03-01, H 2022-03-04, L 2022-03-06, T 2022-03-10",
        "2022-05-01", ["- met 3/10 stopped-by-delay", "2 - running 0/10 stands-still"]),
    "stopped by illness, then struck out by a missed appointment: three rounds of one clock": (
        "missed strikes out, illness starts anew, wish explains", RTT,
        "A 2022-03-01, H 2022-03-04, T 2022-03-08, D 2022-03-09, R 2022-03-12, FK 2022-03-20", "2022-04-01",
        ["- met 3/10 stopped-by-delay", "2 - nullified -/- struck-out:A01D", "3 - met 8/10 -"]),
    "a missed appointment while no clock runs strikes nothing out": (
        "missed strikes out, illness starts anew, wish explains", OWN,
        "A 2022-03-01, H 2022-03-04, D 2022-03-06, T 2022-03-08, FK 2022-03-15", "2022-04-01",
        ["- met 3/10 stopped-by-delay", "2 - met 7/10 -"]),
    "after the attendance a missed appointment means nothing, and a wish still explains": (
        "missed strikes out, illness starts anew, wish explains", OWN,
        "A 2022-03-01, M 2022-03-02, D 2022-03-03, L 2022-03-04, R 2022-03-09, FK 2022-03-20", "2022-04-01",
        ["- late 19/10 patient-delay"]),
    "before the decision a wish is taken off, after it a wish explains": (
        "wish is subtracted until the decision, then explains", OWN,
        "A 2022-03-01, L 2022-03-02, R 2022-03-06, CK 2022-03-08, L 2022-03-09, R 2022-03-14, FK 2022-03-20",
        "2022-04-01", ["- late 15/10 patient-delay"]),
    "a wish that is taken off does not explain as well": (
        "wish is subtracted until the decision, then explains", OWN,
        "A 2022-03-01, L 2022-03-02, R 2022-03-12, CK 2022-03-13, FK 2022-03-24", "2022-04-01", ["- late 13/10 -"]),
    "a rule that no code of the record tells computes nothing": (
        "wish is only told by people", PSYCH, "A 2022-03-01, L 2022-03-02, R 2022-03-15, FK 2022-03-20", "2022-04-01",
        ["- late 19/10 -"]),
    # Findings
    "grade 1 or 2 has 21 days": (
        "grade", NET, "CK 2022-03-01, G2 2022-03-02, FK 2022-03-22", "2022-04-01", ["g12 met 21/21 -"]),
    "grade 3 has no number: unknown, never met": (
        "grade", NET, "CK 2022-03-01, G3 2022-03-02, FK 2022-03-05", "2022-04-01",
        ["g3 indeterminate 4/- no-limit-for-branch"]),
    "without a grade it cannot be decided": (
        "grade", NET, "CK 2022-03-01, FK 2022-03-05", "2022-04-01", ["- indeterminate 4/- branch-unknown"]),
    "the last grade registered holds": (
        "grade", OWN, "CK 2022-03-01, G3 2022-03-02, G1 2022-03-04, FK 2022-03-22", "2022-04-01", ["g12 met 21/21 -"]),
    "a grade found before the referral counts": (
        "grade", OWN, "G1 2022-02-20, CK 2022-03-01, FK 2022-03-23", "2022-04-01", ["g12 late 22/21 -"]),
    "a grade of an earlier illness does not": (
        "grade", OWN, "CK 2021-03-01, G1 2021-03-02, FK 2021-03-10, A 2022-02-20, CK 2022-03-01, FK 2022-03-05",
        "2022-04-01", ["g12 met 9/21 -", "- indeterminate 4/- branch-unknown"]),
    "a finding alone opens no pathway": ("grade", OWN, "G1 2022-02-20", "2022-04-01", []),
    "radiotherapy is no branch of this clock": (
        "grade", NET, "CK 2022-03-01, G1 2022-03-02, FS 2022-03-05", "2022-04-01",
        ["- indeterminate 4/- branch-unknown"]),
    "outpatient: seven days from attendance to decision": (
        "setting", PREGNANT, "A 2022-02-20, POL 2022-03-01, M 2022-03-01, CK 2022-03-08", "2022-04-01",
        ["day met 7/7 -"]),
    "inpatient: three": (
        "setting", PREGNANT, "A 2022-02-20, DOG 2022-03-01, M 2022-03-01, CK 2022-03-05", "2022-04-01",
        ["night late 4/3 -"]),
    "setting not registered, but inside both": (
        "setting", OWN, "A 2022-02-20, M 2022-03-01, CK 2022-03-03", "2022-04-01", ["- met 2/3 -"]),
    "setting not registered, and after both": (
        "setting", OWN, "A 2022-02-20, M 2022-03-01, CK 2022-03-10", "2022-04-01", ["- late 9/3 -"]),
    "setting not registered, between the two": (
        "setting", OWN, "A 2022-02-20, M 2022-03-01, CK 2022-03-06", "2022-04-01", ["- indeterminate 5/- branch-unknown"]),
    # Age (born 1 March 2004)
    "seventeen years and some: the child's limit": (
        "age", OWN, "A 2022-02-28, M 2022-03-07", "2022-04-01", ["child late 7/5 -"]),
    "eighteen on the day of the start: the adult's": (
        "age", OWN, "A 2022-03-01, M 2022-03-08", "2022-04-01", ["adult met 7/10 -"]),
    # Again and again
    "from evaluation to evaluation at most six weeks": (
        "evaluations", PREGNANT, "A 2022-01-01, E 2022-02-01, E 2022-03-15, E 2022-04-27", "2022-04-28",
        ["- met 42/42 -", "2 - late 43/42 -", "3 - running 1/42 -"]),
    "the next evaluation turns amber a week before": (
        "evaluations", PREGNANT, "A 2022-01-01, E 2022-02-01", "2022-03-10", ["- due 37/42 -"]),
    "when the pathway ends no further evaluation is missing": (
        "evaluations", OWN, "A 2022-01-01, E 2022-02-01, E 2022-03-01, X 2022-03-20", "2022-06-01",
        ["- met 28/42 -", "2 - not-applicable -/- ended:A01X"]),
    "no evaluation, no clock": ("evaluations", OWN, "A 2022-01-01, M 2022-01-05", "2022-06-01", []),
    # Which event
    "the second attendance stops the clock": (
        "second attendance", OWN, "A 2022-03-01, M 2022-03-03, M 2022-03-12", "2022-04-01", ["- late 11/10 -"]),
    "with one attendance it still runs": (
        "second attendance", OWN, "A 2022-03-01, M 2022-03-03", "2022-03-11", ["- running 10/10 -"]),
    "only attendances after the decision": (
        "attendance after decision", OWN, "A 2022-03-01, M 2022-03-03, CK 2022-03-05, M 2022-03-09", "2022-04-01",
        ["- met 8/10 -"]),
    "no decision yet, so no attendance counts": (
        "attendance after decision", OWN, "A 2022-03-01, M 2022-03-03", "2022-03-08", ["- running 7/10 -"]),
    "an attendance before the start is not the stop": (
        "after the start", OWN, "A 2022-02-20, M 2022-02-25, CK 2022-03-01, M 2022-03-04", "2022-04-01",
        ["- met 3/10 -"]),
    # Units
    "twelve calendar weeks": (
        "weeks", PAIN, "A 2022-01-03, M 2022-03-28", "2022-06-01", ["- met 12/12 -"]),
    "and a day more is late": ("weeks", PAIN, "A 2022-01-03, M 2022-03-29", "2022-06-01", ["- late 12/12 -"]),
    "amber the last two weeks": ("weeks", PAIN, "A 2022-01-03", "2022-03-15", ["- due 10/12 -"]),
    "four months end on the same date": ("months", OWN, "CK 2022-01-15, E 2022-05-15", "2022-06-01", ["- met 4/4 -"]),
    "four months from the last of October end on the last of February": (
        "months", OWN, "CK 2021-10-31, E 2022-02-28", "2022-06-01", ["- met 4/4 -"]),
    "a limit of nought days is met on the day": ("nought days", PREGNANT, "CK 2022-03-01, FK 2022-03-01", "2022-04-01",
        ["- met 0/0 -"]),
    "and late the next": ("nought days", PREGNANT, "CK 2022-03-01, FK 2022-03-02", "2022-04-01", ["- late 1/0 -"]),
    "fourteen working days over Easter": (
        "working days", CHANGES, "CK 2022-04-04, FK 2022-04-27", "2022-06-01", ["- met 14/14 -"]),
    "fifteen are late": ("working days", CHANGES, "CK 2022-04-04, FK 2022-04-28", "2022-06-01", ["- late 15/14 -"]),
    "forty minutes from admission to thrombolysis": (
        "minutes", STROKE, "A 2022-03-01T23:50:00+01:00, FM 2022-03-02T00:30:00+01:00", "2022-03-03", ["- met 40/40 -"]),
    "forty-one are late": (
        "minutes", STROKE, "A 2022-03-01T23:50:00+01:00, FM 2022-03-02T00:31:00+01:00", "2022-03-03", ["- late 41/40 -"]),
    "amber when three quarters of the time have passed": (
        "amber at three quarters", OWN, "A 2022-03-01", "2022-03-17", ["- due 16/20 -"]),
    "not before": ("amber at three quarters", OWN, "A 2022-03-01", "2022-03-16", ["- running 15/20 -"]),
    # To whom
    # Norms that change
    "the old limit follows those who had started": (
        "grandfather", CHANGES, "A 2021-04-28, M 2021-05-06", "2021-06-01", ["- met 8/10 -"]),
    "the new edition takes those under way over": (
        "switch", OWN, "A 2021-04-28, M 2021-05-06", "2021-06-01", ["- late 8/5 -"]),
    "those who had stopped keep what they were measured by": (
        "switch", OWN, "A 2021-04-22, M 2021-04-30", "2021-06-01", ["- met 8/10 -"]),
    "the day before, the old edition still measured": ("switch", OWN, "A 2021-04-20", "2021-04-30", ["- running 10/10 -"]),
    "and on the first day of the new one the clock is red": (
        "switch", OWN, "A 2021-04-20", "2021-05-01", ["- overdue 11/5 -"]),
    "a new edition may stop measuring those under way": (
        "stop", OWN, "A 2021-04-28, M 2021-05-06", "2021-06-01", ["- not-applicable -/- norm-ended:2021-05-01"]),
    "but measures those who start under it": ("stop", OWN, "A 2021-05-02, M 2021-05-06", "2021-06-01", ["- met 4/5 -"]),
    "a removed pathway follows those under way to the end": (
        "removed, followed", OWN, "A 2021-04-28, M 2021-05-06", "2021-06-01", ["- met 8/10 -"]),
    "or measures them no more": (
        "removed, stopped", CHANGES, "A 2021-04-28, M 2021-05-06", "2021-06-01",
        ["- not-applicable -/- norm-ended:2021-05-01"]),
    "who had stopped before is not touched": (
        "removed, stopped", OWN, "A 2021-04-20, M 2021-04-29", "2021-06-01", ["- met 9/10 -"]),
    "and on its last day it still measured": ("removed, stopped", OWN, "A 2021-04-28", "2021-04-30", ["- running 2/10 -"]),
    "the old clock started with the referral received": (
        "clock moved", "kodeveileder psykisk helse og rus: start, 2019 and simplified", "A 2021-04-20, V 2021-04-25, "
        "M 2021-05-03", "2021-06-01", ["- late 13/10 -"]),
    "the new one starts with the assessment": (
        "clock moved", "kodeveileder psykisk helse og rus: start, 2019 and simplified", "A 2021-05-03, V 2021-05-08, "
        "M 2021-05-16", "2021-06-01", ["- met 8/10 -"]),
}  # fmt: skip


def line(verdict: Verdict) -> str:
    """The verdict as the scenarios write it."""
    number = "" if verdict.round == 1 else f"{verdict.round} "
    value = "-" if verdict.value is None else verdict.value
    limit = "-" if verdict.limit is None else verdict.limit
    return f"{number}{verdict.branch or '-'} {verdict.verdict} {value}/{limit} {verdict.reason or '-'}"


BORN = {"p1": Person(date(2004, 3, 1))}


@pytest.mark.parametrize("name", SCENARIOS)
def test_scenario(name: str) -> None:
    pathway, source, happened, as_of, expected = SCENARIOS[name]
    found = evaluate(course(happened), PATHWAYS[pathway], parse_moment(as_of), people=BORN)
    assert [line(verdict) for verdict in found] == expected
    assert source


def test_without_a_birth_date_the_age_is_unknown_and_may_decide_nothing() -> None:
    found = evaluate(course("A 2022-03-01, M 2022-03-08"), PATHWAYS["age"], date(2022, 4, 1))
    assert [line(verdict) for verdict in found] == ["- indeterminate 7/- branch-unknown"]


@pytest.mark.parametrize(
    ("happened", "belongs_to"),
    [
        ("A 2022-03-01, FK 2022-03-20 @nord", VEST),
        ("A 2022-03-01, A 2022-03-05 @midt, FK 2022-03-20 @nord", MIDT),
        ("A 2022-03-01, A 2022-03-05 @midt, A 2022-03-10 @nord, FK 2022-03-20 @vest", NORD),
        ("A 2022-03-01, FK 2022-03-20 @nord, A 2022-04-05 @midt", VEST),
    ],
)
def test_the_result_belongs_to_who_last_took_the_patient_over_before_the_stop(happened: str, belongs_to: str) -> None:
    assert evaluate(course(happened), PATHWAYS["responsible"], date(2022, 3, 25))[0].org == belongs_to


def test_there_are_scenarios_for_every_small_pathway() -> None:
    assert {held[0] for held in SCENARIOS.values()} | {"responsible"} == set(PATHWAYS)
