"""What the API answers fits what its description says, field by field."""

from __future__ import annotations

from datetime import datetime

import msgspec
import pytest
from django.test import Client

from normverk.govern.consultation.api import HearingInFull, HearingList, PublicAnswers
from normverk.sim.demonstration.cases import tell
from normverk.sim.demonstration.persons import make_persons
from normverk.sim.demonstration.stories import heard

pytestmark = pytest.mark.django_db


def test_every_answer_has_the_described_shape(now: datetime) -> None:
    make_persons(now=now)
    tell(heard(now.date()))
    client = Client()
    (row,) = msgspec.json.decode(client.get("/api/v1/consultations/").content, type=HearingList).consultations
    hearing = msgspec.json.decode(client.get(f"/api/v1/consultations/{row.ref}/").content, type=HearingInFull)
    answers = msgspec.json.decode(client.get(f"/api/v1/consultations/{row.ref}/responses/").content, type=PublicAnswers)
    assert hearing.answers.published == len(answers.responses) == 2
