"""A withdrawal reaches those who read and those who have loaded: pages, feeds, the registry, and an edge that asks."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import date, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.test import Client

from normverk.base.events.models import Event
from normverk.base.events.queries import faults
from normverk.base.policy import Actor, Denied, Role
from normverk.cli import parser, run
from normverk.publish import keys, queries
from normverk.publish.actions import load_release, take_withdrawal, trust_keys, withdraw_release
from normverk.publish.models import Release
from normverk.publish.notices import Withdrawal, sign_withdrawal
from normverk.publish.package import NotTrusted, build_package
from tests.conftest import actor_with
from tests.publish.examples import KEY, OTHER_KEY, publish_first, release_input, text

pytestmark = pytest.mark.django_db

PACKAGE = "no.demo.normverk.prove"
REASON = text("Feil frist i teksten")


@pytest.fixture
def withdrawn(administrator: Actor, now: datetime) -> Release:
    """A release that its own hub has withdrawn."""
    return withdraw_release(release=publish_first(now), reason=REASON, actor=administrator, now=now)


@pytest.fixture
def loaded(administrator: Actor, now: datetime) -> Release:
    """The same release at an edge, which trusts two publishers."""
    for key in (KEY, OTHER_KEY):
        trust_keys(given={key.thumbprint(): keys.public_half(key)}, actor=administrator, now=now)
    return load_release(file=build_package(release_input(), KEY), actor=administrator, now=now)[0]


def notice_of(row: Release) -> Withdrawal:
    """What its hub says of a withdrawn release."""
    return Withdrawal(row.package_id, row.version, row.digest, date(2026, 2, 1), REASON)


def test_the_product_page_the_list_and_the_release_say_so_with_the_reason(client: Client, withdrawn: Release) -> None:
    for address in ("/products/prove/", "/releases/", f"/releases/{PACKAGE}/1.0.0/"):
        html = client.get(address).content.decode()
        assert "Trukket tilbake" in html, address
        assert "Feil frist i teksten" in html, address


def test_both_feeds_say_so_first(client: Client, withdrawn: Release, now: datetime) -> None:
    rss = ElementTree.fromstring(client.get("/packages/package-feed.xml").content)
    assert (rss.findtext(".//item/description") or "").startswith("Denne versjonen er trukket tilbake")
    atom = ElementTree.fromstring(client.get("/feeds/releases.atom").content)
    names = {"a": "http://www.w3.org/2005/Atom"}
    assert "Feil frist i teksten" in (atom.findtext(".//a:entry/a:summary", namespaces=names) or "")
    assert atom.findtext(".//a:entry/a:updated", namespaces=names) == now.isoformat()


def test_an_edge_believes_the_publisher_and_goes_on_measuring_what_began(
    loaded: Release, administrator: Actor, now: datetime
) -> None:
    signed = sign_withdrawal(notice_of(loaded), KEY)
    row, _ = take_withdrawal(signed=signed, actor=administrator, now=now)
    assert row is not None
    assert (row.status, row.valid_to, queries.withdrawal(row)) == ("withdrawn", now.date(), REASON)
    assert [edition.withdrawn for edition in queries.pathway_editions("A99")] == [REASON]
    assert take_withdrawal(signed=signed, actor=administrator, now=now)[0] is None
    assert Event.objects.filter(type="release.withdrawn").count() == 1
    assert list(faults()) == []


def test_an_edge_believes_nobody_else(loaded: Release, administrator: Actor, now: datetime) -> None:
    good = sign_withdrawal(notice_of(loaded), KEY)
    head, payload, signature = good.split(".")
    changed = sign_withdrawal(notice_of(loaded), OTHER_KEY).split(".")[1]
    assert changed == payload
    for signed in (
        sign_withdrawal(notice_of(loaded), OTHER_KEY),
        f"{head}.{payload[:-2]}AA.{signature}",
        "x",
        "a.b.c",
        "",
    ):
        with pytest.raises(NotTrusted):
            take_withdrawal(signed=signed, actor=administrator, now=now)
    with pytest.raises(Denied):
        take_withdrawal(signed=good, actor=actor_with(Role.CLINICIAN), now=now)
    loaded.refresh_from_db()
    assert loaded.status == "active"


def test_a_release_manifest_is_no_withdrawal(loaded: Release, administrator: Actor, now: datetime) -> None:
    from joserfc import jws

    other = jws.serialize_compact(
        {"alg": "Ed25519", "kid": KEY.thumbprint(), "typ": "normverk-manifest"}, b"{}", KEY, algorithms=["Ed25519"]
    )
    with pytest.raises(NotTrusted):
        take_withdrawal(signed=other, actor=administrator, now=now)


def test_a_withdrawal_of_something_that_is_not_here_does_nothing(administrator: Actor, now: datetime) -> None:
    trust_keys(given={KEY.thumbprint(): keys.public_half(KEY)}, actor=administrator, now=now)
    notice = Withdrawal("no.such", "1.0.0", "0" * 64, date(2026, 2, 1), REASON)
    assert take_withdrawal(signed=sign_withdrawal(notice, KEY), actor=administrator, now=now) == (None, notice)


@pytest.fixture
def hub(loaded: Release) -> Iterator[str]:
    """A hub that answers about the package, and only that."""
    signed = sign_withdrawal(notice_of(loaded), KEY)
    body = json.dumps({"versions": {"1.0.0": {"withdrawal": signed}, "2.0.0": {}}}).encode()

    class Answer(BaseHTTPRequestHandler):
        """Says what the registry says."""

        def do_GET(self) -> None:
            """Answers."""
            found = self.path == f"/packages/{PACKAGE}"
            self.send_response(200 if found else 404)
            self.end_headers()
            self.wfile.write(body if found else b"")

        def log_message(self, *arguments: object) -> None:
            """Says nothing."""

    server = HTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_refresh_asks_the_hub_and_takes_over_what_it_withdrew(
    hub: str, loaded: Release, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(parser().parse_args(["release", "refresh", "--hub", hub])) == 0
    assert f"{PACKAGE}@1.0.0 has been withdrawn, and is marked so here" in capsys.readouterr().out
    loaded.refresh_from_db()
    assert loaded.status == "withdrawn"
    assert run(parser().parse_args(["release", "refresh", "--hub", hub])) == 0
    assert "no release here has been withdrawn" in capsys.readouterr().out


def test_a_hub_that_does_not_answer_is_said_and_changes_nothing(
    loaded: Release, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(parser().parse_args(["release", "refresh", "--hub", "http://127.0.0.1:1"])) == 1
    assert f"http://127.0.0.1:1/packages/{PACKAGE} does not answer" in capsys.readouterr().err
    assert run(parser().parse_args(["release", "refresh", "--hub", "file:///etc"])) == 1
    loaded.refresh_from_db()
    assert loaded.status == "active"


def test_what_the_registry_says_can_be_carried_in_a_file(
    client: Client, withdrawn: Release, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The hub's own answer is what an edge without a way out is brought."""
    file = tmp_path / "package.json"
    file.write_bytes(client.get(f"/packages/{PACKAGE}").content)
    Release.objects.update(status="active", valid_to=None)
    assert run(parser().parse_args(["release", "refresh", "--file", str(file)])) == 0
    assert Release.objects.get().status == "withdrawn"
    file.write_text("[]")
    assert run(parser().parse_args(["release", "refresh", "--file", str(file)])) == 2
    assert run(parser().parse_args(["release", "refresh", "--file", str(tmp_path / "none")])) == 2
