"""Asking the live API: only the host that was named, over https, patiently, and going on after a break.

The API is a server of the test's own on this machine; the real one is never asked.
"""

from __future__ import annotations

import json
import socket
import ssl
import threading
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from normverk.base.policy import operator
from normverk.cli import main
from normverk.publish.library import fetching
from normverk.publish.library.fetching import Asker, NotAsked, WrongKey
from normverk.publish.library.importing import import_live
from normverk.publish.library.models import ImportRun, Node
from normverk.publish.library.reading import Unreadable
from tests.publish.library.examples import NOW, id_of, infobit, link

KEY = "hemmelig-nokkel"


class FakeApi:
    """An API on this machine: infobits by id, faults to be given first, and what it was asked for."""

    def __init__(self, folder: Path) -> None:
        self.bits: dict[str, dict[str, Any]] = {}
        self.lists: dict[str, list[Any]] = {}
        self.faults: dict[str, list[int]] = {}
        self.asked: list[str] = []
        self.keys: set[str | None] = set()
        self.ca = folder / "ca.pem"
        server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(_certificate(self.ca, folder / "key.pem"), folder / "key.pem")
        server.socket = context.wrap_socket(server.socket, server_side=True)
        self.server = server
        self.host = f"localhost:{server.server_address[1]}"
        threading.Thread(target=server.serve_forever, daemon=True).start()

    def put(self, *bits: dict[str, Any]) -> None:
        self.bits.update({bit["id"]: bit for bit in bits})

    def asker(self, **more: Any) -> Asker:
        context = ssl.create_default_context(cafile=str(self.ca))
        waits: list[float] = []
        asker = Asker(self.host, key=KEY, private=True, context=context, sleep=waits.append, pause=0.0, **more)
        asker.waits = waits  # type: ignore[attr-defined]
        return asker

    def address(self, path: str) -> str:
        return f"https://{self.host}/innhold/{path}"

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        api = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                api.asked.append(self.path)
                api.keys.add(self.headers.get("Ocp-Apim-Subscription-Key"))
                last = self.path.rsplit("/", 1)[-1]
                waiting = api.faults.get(last) or []
                status = waiting.pop(0) if waiting else 200
                found = api.lists.get(last, api.bits.get(last))
                status = 404 if status == 200 and found is None else status
                body = json.dumps(found).encode() if status == 200 else b""
                self.send_response(status)
                if status == 302:
                    self.send_header("Location", "https://example.org/")
                if status == 429:
                    self.send_header("Retry-After", "7")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *arguments: Any) -> None:
                """Quiet."""

        return Handler


def _certificate(path: Path, key_path: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))])
    today = datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    made = made.not_valid_before(today - timedelta(days=1)).not_valid_after(today + timedelta(days=1))
    signed = made.add_extension(names, critical=False).sign(key, hashes.SHA256())
    path.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    form = serialization.PrivateFormat.PKCS8
    key_path.write_bytes(key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()))
    return path


@pytest.fixture
def api(tmp_path: Path) -> Iterator[FakeApi]:
    """The API, with a product, two chapters and a unit."""
    made = FakeApi(tmp_path)
    product, one, two = id_of(1, "0001"), id_of(2), id_of(3)
    made.put(
        infobit(1, "retningslinje", id=product, links=[link("barn", one), link("barn", two), link("barn", one, "s2")]),
        infobit(2, links=[link("forelder", product), link("barn", id_of(4, "0002"))]),
        infobit(3, links=[link("forelder", product)]),
        infobit(4, "anbefaling", id=id_of(4, "0002")),
    )
    made.lists["retningslinjer"] = [{"id": product}, {"id": "https://example.org/x"}, {"ingen": "id"}]
    yield made
    made.server.shutdown()
    made.server.server_close()


def read(api: FakeApi, path: str, asker: Asker | None = None) -> ImportRun:
    run, _ = import_live(address=api.address(path), asker=asker or api.asker(), actor=operator(), now=lambda: NOW)
    return run


@pytest.mark.django_db
def test_what_lies_under_is_read_too_each_once_and_the_key_is_sent(api: FakeApi) -> None:
    run = read(api, "retningslinjer")
    assert run.counts == {"new": 4}
    assert Node.objects.count() == 4
    assert max(Counter(api.asked).values()) == 1
    assert api.keys == {KEY}


@pytest.mark.django_db
def test_an_infobit_in_the_list_of_another_type_is_told(api: FakeApi) -> None:
    run = read(api, f"anbefalinger/{id_of(3)}")
    assert run.counts == {"new": 1}
    assert run.defects["other-list"]["places"][0]["found"] == "anbefalinger: kapittel"


@pytest.mark.django_db
def test_it_waits_and_asks_again_when_the_api_is_busy(api: FakeApi) -> None:
    api.faults[id_of(2)] = [503, 429, 500]
    asker = api.asker(chance=lambda: 0.5)
    run = read(api, f"innhold/{id_of(1, '0001')}", asker)
    assert run.counts == {"new": 4}
    assert run.defects["waited"]["count"] == 3
    assert [wait for wait in asker.waits if wait] == [0.75, 7.0, 3.0]  # type: ignore[attr-defined]


@pytest.mark.django_db
def test_what_stays_away_is_in_the_report_and_the_rest_comes_in(api: FakeApi) -> None:
    api.faults[id_of(2)] = [503] * fetching.TRIES
    api.faults[id_of(3)] = [204]
    del api.bits[id_of(4, "0002")]
    run = read(api, f"innhold/{id_of(1, '0001')}")
    assert run.counts == {"new": 1, "refused": 1}
    assert run.refused[0]["kind"] == "unreachable"
    assert run.defects["no-answer"]["count"] == 1


@pytest.mark.django_db
def test_a_reading_that_broke_off_goes_on_where_it_was(api: FakeApi, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("normverk.publish.library.importing._STEPS", 1)
    api.faults[id_of(3)] = [401]
    with pytest.raises(WrongKey):
        read(api, f"innhold/{id_of(1, '0001')}")
    assert ImportRun.objects.get().state == "running"
    before = len(api.asked)
    run = read(api, f"innhold/{id_of(1, '0001')}")
    assert (run.pk, run.state, run.counts) == (ImportRun.objects.get().pk, "done", {"new": 4})
    assert len(api.asked) - before == 2


def test_only_the_named_host_is_asked_over_https_and_no_redirect_is_followed(api: FakeApi) -> None:
    asker = api.asker()
    for address in (
        f"http://{api.host}/innhold/x",
        "https://example.org/x",
        f"https://a@{api.host}/x",
        "file:///etc/passwd",
    ):
        with pytest.raises(NotAsked):
            asker.ask(address)
    assert api.asked == []
    api.faults["x"] = [302]
    with pytest.raises(Unreadable, match="302"):
        asker.ask(api.address("x"))
    assert api.asked == ["/innhold/x"]


def test_a_private_network_is_not_asked_unless_that_was_allowed(api: FakeApi) -> None:
    asker = api.asker()
    asker.private = False
    with pytest.raises(NotAsked, match="private network"):
        asker.ask(api.address("x"))
    assert api.asked == []


def test_a_certificate_nobody_trusts_and_a_body_without_end_are_refused(
    api: FakeApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(NotAsked):
        Asker(api.host, private=True, sleep=lambda seconds: None).ask(api.address("x"))
    monkeypatch.setattr(fetching, "LARGEST", 100)
    with pytest.raises(Unreadable, match="too-large"):
        api.asker().ask(api.address(id_of(2)))


def test_who_does_not_answer_is_given_up_in_the_end() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        host = f"localhost:{closed.getsockname()[1]}"
    heard: list[str] = []
    asker = Asker(
        host, private=True, sleep=lambda seconds: None, heard=lambda kind, address, found: heard.append(found)
    )
    with pytest.raises(Unreadable, match="ConnectionRefusedError"):
        asker.ask(f"https://{host}/innhold/x")
    assert len(heard) == fetching.TRIES - 1


@pytest.mark.django_db
def test_the_command_reads_from_the_api_with_a_key_in_a_file(
    api: FakeApi, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "PAUSE_SECONDS", 0.0)
    (tmp_path / "key").write_text(f"{KEY}\n")
    common = [
        "hapi",
        "import",
        api.address("retningslinjer"),
        "--ca-file",
        str(api.ca),
        "--key-file",
        str(tmp_path / "key"),
    ]
    assert main([*common, "--json"]) == 2
    assert "private network" in capsys.readouterr().err
    assert main([*common, "--private-network", "--json"]) == 0
    (said,) = json.loads(capsys.readouterr().out)
    assert said["counts"] == {"new": 4}
    assert api.keys == {KEY}
