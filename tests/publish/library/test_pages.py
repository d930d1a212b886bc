"""The pages of the library: whose it is, what it says, where it stands, what it has said before."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

import normverk
from normverk.base.languages import catalogue
from normverk.publish.library.models import ImportRun
from normverk.publish.library.report import ALL_KINDS
from tests.publish.library.examples import API, NOW, id_of, infobit, link, take

pytestmark = pytest.mark.django_db


def page(address: str, status: int = 200) -> str:
    answer = Client().get(address)
    assert answer.status_code == status
    return answer.content.decode()


def test_the_list_names_source_and_licence_and_can_be_narrowed() -> None:
    take(infobit(1, tittel="Kols i kommunen"), infobit(2, "rad", tittel="Råd om søvn"))
    everything = page("/library/")
    assert "Kols i kommunen" in everything
    assert "Demodirektoratet (Apache-2.0)" in everything
    assert "Råd om søvn" not in page("/library/?q=kols")
    assert "Kols i kommunen" not in page("/library/?type=rad")
    assert "Ingenting her passer" in page("/library/?q=hjerte")


def test_a_node_says_that_it_is_not_ours_whose_it_is_and_when_it_was_read() -> None:
    take(infobit(1, data={"nokkelInfo": {}}))
    said = page(f"/library/{id_of(1)}/")
    assert "Lest inn, ikke vår" in said
    assert "gitt ut av Demodirektoratet og lest inn 2. mars 2026" in said
    page("/library/9999-finnes-ikke/", 404)


def test_links_to_the_sources_interface_lead_to_our_page_when_the_target_is_here() -> None:
    text = f'<p><a href="{API}/kapitler/{id_of(2)}">her</a> <a href="{API}/kapitler/{id_of(3)}">der</a></p>'
    take(infobit(1, tekst=text), infobit(2))
    said = page(f"/library/{id_of(1)}/")
    assert f'href="https://hub.example.org/library/{id_of(2)}/"' in said
    assert f'href="{API}/kapitler/{id_of(3)}"' in said


def test_all_places_in_the_graph_are_shown() -> None:
    take(
        infobit(
            1, "retningslinje", tittel="Den ene", links=[link("barn", id_of(3), "s1"), link("root", id_of(1), "s1")]
        ),
        infobit(2, "veileder", tittel="Den andre", links=[link("barn", id_of(3), "s2"), link("root", id_of(2), "s2")]),
        infobit(3, links=[link("barn", id_of(9), tittel="Ikke her ennå")]),
    )
    said = page(f"/library/{id_of(3)}/")
    assert said.count("Den ene") == said.count("Den andre") == 2
    assert "Ikke her ennå" in said
    assert "ikke lest inn" in said


def test_history_and_comparison_of_two_revisions() -> None:
    take(infobit(tekst="<p>Legen bør ringe.</p>"))
    changed = infobit(
        tekst="<p>Legen skal ringe.</p>", sistFagligOppdatert="2025-03-01T10:00", sistOppdatert="2025-03-01T10:00"
    )
    take(changed, now=NOW + timedelta(days=1), reason="Ny lov.")
    said = page(f"/library/{id_of(1)}/")
    assert "Faglig endring" in said
    assert "Ny lov." in said
    assert "Dette er en tidligere revisjon." in page(f"/library/{id_of(1)}/1/")
    compared = page(f"/library/{id_of(1)}/compare/1/2/")
    assert "<del>" in compared
    assert "skal" in compared
    assert "sistFagligOppdatert" in compared
    page(f"/library/{id_of(1)}/compare/1/3/", 404)


def test_any_two_revisions_can_be_chosen_and_compared() -> None:
    for number, said in enumerate(("første", "andre", "tredje")):
        take(infobit(tekst=f"<p>Den {said} teksten.</p>", sistOppdatert=f"2025-0{number + 2}-01T10:00"))
    assert f'action="/library/{id_of(1)}/compare/"' in page(f"/library/{id_of(1)}/")
    answer = Client().get(f"/library/{id_of(1)}/compare/?before=3&after=1", follow=True)
    assert answer.redirect_chain[0][0] == f"/library/{id_of(1)}/compare/1/3/"
    said = answer.content.decode()
    assert "første" in said
    assert "tredje" in said
    assert Client().get(f"/library/{id_of(1)}/compare/?before=x")["Location"] == f"/library/{id_of(1)}/compare/2/3/"
    page("/library/finnes-ikke/compare/", 404)


def test_the_report_of_a_reading_says_what_was_found_and_how_it_was_handled() -> None:
    take(infobit(1, tekst="<h2>A</h2><h4>B</h4>"), b"{")
    run = ImportRun.objects.get()
    assert f"/library/readings/{run.pk}/" in page("/library/readings/")
    said = page(f"/library/readings/{run.pk}/")
    assert "Overskrift som hopper over et nivå. Satt ett nivå under den forrige." in said
    assert "Ikke gyldig JSON. Avvist" in said
    assert "2.json" in said
    page("/library/readings/9999/", 404)


def test_every_kind_of_defect_has_its_words() -> None:
    written = {key.removeprefix("library.defect.") for key in catalogue() if key.startswith("library.defect.")}
    assert written == set(ALL_KINDS)


def test_every_kind_of_defect_is_told_somewhere() -> None:
    source = Path(normverk.__file__).parent
    files = [*(source / "publish/library").rglob("*.py"), *(source / "norm/html_in").rglob("*.py")]
    written = "".join(path.read_text() for path in files if path.name not in {"report.py", "complaints.py"})
    missing = [kind for kind in ALL_KINDS if f'"{kind}"' not in written]
    assert missing == []


def test_what_was_written_by_others_is_shown_as_words_only() -> None:
    evil = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
    take(infobit(1, tittel=evil, intro=evil, status=evil, eier=[evil], fagansvarlig=[evil], url="javascript:alert(1)",
                 links=[link("barn", id_of(2), tittel=evil)]))  # fmt: skip
    said = page(f"/library/{id_of(1)}/") + page("/library/") + page("/library/readings/")
    assert "<script>alert" not in said
    assert "<img src=x" not in said
    assert "javascript:" not in said


def test_what_the_norm_check_finds_is_counted_in_the_report_and_shown_with_the_node() -> None:
    run = take(infobit(1, tekst="<p>Fristene er 7 + 7 + 13 = 28 dager.</p>"), infobit(2, tekst="<p>7 + 7 = 14.</p>"))
    assert {check: held["count"] for check, held in run.findings.items()} == {"sum-in-text": 1}
    said = page(f"/library/readings/{run.pk}/")
    assert "sum-in-text" in said
    assert f'href="/library/{id_of(1)}/"' in said
    assert "7 + 7 + 13 = 27, men det står 28." in page(f"/library/{id_of(1)}/")
    assert "sum-in-text" not in page(f"/library/{id_of(2)}/")


def test_a_node_says_that_only_its_own_text_was_checked_and_leads_to_all_that_was_found() -> None:
    wrong = "<p>Fristene er 7 + 7 + 13 = 28 dager.</p>"
    run = take(infobit(1, links=[link("barn", id_of(2), "s1")]), infobit(2, tekst=wrong))
    above, below = page(f"/library/{id_of(1)}/"), page(f"/library/{id_of(2)}/")
    for said in (above, below):
        assert "Kontrollen gjelder bare teksten på denne siden." in said
        assert f'href="/library/readings/{run.pk}/#checks"' in said
    assert "Kontrollen fant ingenting i denne teksten." in above
    assert "sum-in-text" in below
    assert id_of(2) in page(f"/library/readings/{run.pk}/")


def test_what_is_kept_as_given_is_readable_comes_out_again_and_stands_in_the_report(client: Client) -> None:
    regime = {"legemiddeldoseringsregime": {"koder": [{"display": "Oppdiktin 1 mg"}]}, "varighetDoseringAntallDogn": 5}
    data = {"behandlinger": [{"overskrift": "<b>Voksne</b> & barn", "doseringregimer": [{"data": regime}]}]}
    run = take(infobit(info_type="anbefaling", data=data))
    html = client.get(f"/library/{id_of(1)}/").content.decode()
    assert "Beholdt slik kilden gir det" in html
    assert "varighet dosering antall dogn: 5" in html
    assert "overskrift: Voksne &amp; barn" in html
    assert "{&" not in html
    assert (
        json.loads(client.get(f"/innhold/innhold/{id_of(1)}").content)["data"]["behandlinger"] == data["behandlinger"]
    )
    assert run.defects["kept-as-given"]["places"][0]["place"].endswith("data.behandlinger")
