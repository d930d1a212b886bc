"""Reading a place's pages over HTTP, as somebody with a browser does."""

from __future__ import annotations

import re
from http.cookiejar import CookieJar
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener, urlopen


class Reader:
    """Somebody with a browser: keeps cookies, follows redirects, and can log in."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._opener = build_opener(HTTPCookieProcessor(CookieJar()))

    def get(self, path: str) -> tuple[int, str]:
        """Status and text of a page."""
        return self._ask(Request(self.address + path))

    def log_in(self, username: str, password: str) -> None:
        """Logs in through the page."""
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.get("/login/")[1])
        assert found
        form = {"csrfmiddlewaretoken": found[1], "username": username, "password": password, "next": "/"}
        status, page = self._ask(
            Request(f"{self.address}/login/", data=urlencode(form).encode(), headers={"Origin": self.address})
        )
        assert status == 200, page

    def _ask(self, request: Request) -> tuple[int, str]:
        try:
            with self._opener.open(request, timeout=30) as answer:
                return answer.status, answer.read().decode(errors="replace")
        except HTTPError as refused:
            return refused.code, refused.read().decode(errors="replace")


def links(page: str) -> list[str]:
    """The addresses that a page leads to."""
    return [found.replace("&amp;", "&") for found in re.findall(r'<a [^>]*href="([^"]+)"', page)]


def walk(reader: Reader, starts: list[str], *, most: int = 80) -> dict[str, int]:
    """Follows the links within a place, and says which status each address had."""
    seen: dict[str, int] = {}
    waiting = list(starts)
    while waiting and len(seen) < most:
        path = waiting.pop(0)
        if path in seen:
            continue
        seen[path], page = reader.get(path)
        found = (link.split("#")[0] for link in links(page))
        waiting += [link for link in found if link.startswith("/") and not link.startswith("//")]
    return seen


def alive(address: str) -> bool:
    """True when somebody answers."""
    try:
        with urlopen(f"{address}/healthz", timeout=5) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False
