"""What search knows of the library: what each node says now, and never the names of officials."""

from __future__ import annotations

import msgspec
import pytest

from normverk.base.jobs.models import Job
from normverk.publish.library.finding import UNDER, key_of, library_documents
from tests.publish.library.examples import id_of, infobit, link, take

pytestmark = pytest.mark.django_db


def test_each_node_is_one_document_as_it_says_now() -> None:
    root = link("root", id_of(9, "0001"), type="retningslinje", tittel="Retningslinjen")
    data = {"praktisk": "<p>I praksis.</p>", "styrke": "Sterk"}
    take(
        infobit(1, "anbefaling", data=data, koder={"ICD-10": ["J44"]}, links=[root], tema=["Kols"], maalgruppe="Leger")
    )
    take(infobit(2, "retningslinje", fagansvarlig=["Kari Oppdiktet"]), infobit(3))
    unit, product, chapter = library_documents("")
    assert (unit.kind, unit.piece, unit.within.nb, unit.codes) == (
        "guideline",
        "recommendation",
        "Retningslinjen",
        ("J44",),
    )
    assert "En tekst." in unit.body.nb
    assert "I praksis." in unit.body.nb
    assert (unit.themes, unit.target_groups) == (("Kols",), ("Leger",))
    assert (product.kind, product.piece, chapter.piece) == ("guideline", "product", "section")
    assert "Oppdiktet" not in str(msgspec.to_builtins(product))
    assert [one.key for one in library_documents(key_of(id_of(3)))] == [chapter.key]
    assert list(library_documents("release/")) == []


def test_search_is_asked_to_read_again_what_has_changed_and_nothing_else() -> None:
    take(infobit(1), infobit(2))
    assert {job.payload["under"] for job in Job.objects.all()} == {key_of(id_of(1)), key_of(id_of(2))}
    Job.objects.all().delete()
    take(infobit(1), infobit(2))
    assert not Job.objects.exists()
    take(*(infobit(number) for number in range(10, 40)))
    assert {job.payload["under"] for job in Job.objects.all()} == {UNDER}
