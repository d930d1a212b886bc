"""How long pages take: a real server on the demonstration, one client, median and slowest of the calls after a warm-up.

Run: python -m benchmarks.bench_pages
"""

from __future__ import annotations

import http.client
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlencode

CALLS = 25
PORT = 8791
OPEN_PAGES = (
    "/",
    "/needs/",
    "/cases/S-2024-002/",
    "/editions/brystkreft/2.0.0/",
    "/products/brystkreft/",
    "/releases/no.demo.normverk.brystkreft/2.0.0/",
    "/products/brystkreft/compare/1.0.0/2.0.0/",
    "/trace/brystkreft/2.0.0/",
    "/indicators/brystkreft/OF4/",
    "/api/v1/trace/brystkreft/2.0.0/",
)


def main() -> None:
    """Prepares, serves, measures, prints one line per page."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {
            "NORMVERK_DATA": folder,
            "NORMVERK_DEMONSTRATION": "1",
            "NORMVERK_AS_OF": "2022-04-30",
            "NORMVERK_ORIGIN": f"http://localhost:{PORT}",
        }
        normverk = [sys.executable, "-m", "normverk.cli"]
        begun = time.perf_counter()
        subprocess.run([*normverk, "demo", "--prepare"], env=environment, check=True, stdout=subprocess.DEVNULL)
        print(f"preparing the demonstration, 2,000 patients: {time.perf_counter() - begun:.1f} s")
        with Path(folder, "log").open("wb") as log:
            command = [*normverk, "serve", "--port", str(PORT)]
            server = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
            try:
                _wait()
                _measure_all()
            finally:
                server.terminate()
                server.wait(timeout=20)


def _measure_all() -> None:
    print(f"{'page':60} {'median ms':>10} {'slowest':>8} {'kB':>6}")
    for address in OPEN_PAGES:
        _measure(address, "")
    cookie = _become("demo-koordinator")
    for address in ("/patients/", "/patients/?order=next&whose=nobody", "/tasks/", "/mdt/", "/transfers/"):
        _measure(address, cookie)
    patient = re.search(r'href="(/patients/[0-9a-f-]{36}/)"', _get("/patients/", cookie)[1].decode())
    assert patient is not None
    _measure(patient[1], cookie, shown="/patients/<one>/")
    why = re.search(r'href="(/patients/[0-9a-f-]{36}/[^"]+)"', _get(patient[1], cookie)[1].decode())
    assert why is not None
    _measure(why[1], cookie, shown="/patients/<one>/<why>/")


def _measure(address: str, cookie: str, shown: str = "") -> None:
    times, size = [], 0
    for _ in range(3):
        _get(address, cookie)
    for _ in range(CALLS):
        begun = time.perf_counter()
        status, body, _headers = _get(address, cookie)
        times.append((time.perf_counter() - begun) * 1000)
        assert status == 200, (address, status)
        size = len(body)
    print(f"{shown or address:60} {statistics.median(times):10.1f} {max(times):8.1f} {size / 1024:6.0f}")


def _get(address: str, cookie: str) -> tuple[int, bytes, http.client.HTTPMessage]:
    connection = http.client.HTTPConnection("localhost", PORT, timeout=30)
    connection.request("GET", address, headers={"Cookie": cookie} if cookie else {})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, body, answer.headers


def _become(username: str) -> str:
    """Chooses a demonstration person as a browser does, and gives the session's cookie."""
    _status, body, headers = _get("/persons/", "")
    page = body.decode()
    csrf = re.search(r"csrf=([^;]+)", headers["Set-Cookie"])
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert csrf is not None
    assert token is not None
    connection = http.client.HTTPConnection("localhost", PORT, timeout=30)
    connection.request(
        "POST",
        "/persons/",
        urlencode({"csrfmiddlewaretoken": token[1], "person": username, "next": "/"}),
        {"Content-Type": "application/x-www-form-urlencoded", "Cookie": f"csrf={csrf[1]}"},
    )
    answer = connection.getresponse()
    answer.read()
    session = re.search(r"session=([^;]+)", " ".join(answer.headers.get_all("Set-Cookie") or []))
    assert session is not None
    return f"session={session[1]}"


def _wait() -> None:
    for _ in range(200):
        try:
            if _get("/healthz", "")[0] == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise RuntimeError("the server did not answer")


if __name__ == "__main__":
    main()
