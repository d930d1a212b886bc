"""The environment variables that normverk reads, each with its meaning; docs/operations.md lists them from here."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final


@dataclass(frozen=True)
class Variable:
    """One documented environment variable."""

    name: str
    default: str
    meaning: str


VARIABLES: Final = (
    Variable("NORMVERK_ROLE", "all", "hub (governs and publishes, no patients), edge (uses releases), or all (both)."),
    Variable("NORMVERK_DATA", "var", "Folder for the SQLite database, keys, backups and checkpoints."),
    Variable(
        "NORMVERK_DATABASE",
        "",
        "Empty for SQLite in NORMVERK_DATA, or postgresql://user:password@host:port/name.",
    ),
    Variable("NORMVERK_SECRET_KEY", "", "Secret for sessions and forms. Empty: made once and kept in NORMVERK_DATA."),
    Variable("NORMVERK_HOSTS", "localhost,127.0.0.1,[::1]", "Host names the server answers to, comma separated."),
    Variable("NORMVERK_ORIGIN", "http://localhost:8000", "The address people and other programs reach this server at."),
    Variable("NORMVERK_PACKAGES", "no.demo.normverk", "Hub: what the names of its packages begin with."),
    Variable("NORMVERK_HTTPS", "0", "1 behind TLS: secure cookies, HSTS, and X-Forwarded-Proto is trusted."),
    Variable("NORMVERK_DEMONSTRATION", "0", "1 shows the chooser of demonstration persons. Never with real users."),
    Variable(
        "NORMVERK_AS_OF",
        "",
        "A fixed date for the edge's lists (demonstration on synthetic patients). Empty: the day it is.",
    ),
    Variable("NORMVERK_HUB", "", "Edge only: the hub's address, to which day histograms are sent."),
    Variable("NORMVERK_HUB_TOKEN", "", "Edge only: the access token the hub has given this edge."),
    Variable("NORMVERK_SITE", "demonstration", "Edge only: the name this edge is known by at the hub."),
    Variable("NORMVERK_HAPI_KEY", "", "The key for reading norms from Helsedirektoratet's content API."),
    Variable("NORMVERK_ASSETS", "", "Folder of the built styles. Empty: build/assets beside the source."),
    Variable("NORMVERK_DEBUG", "0", "1 shows Django's error pages. Never in production."),
)

_DEFAULTS: Final = {variable.name: variable.default for variable in VARIABLES}


def read(name: str) -> str:
    """The value of a documented variable, or its default; KeyError for a variable nobody documented."""
    return os.environ.get(name, _DEFAULTS[name])


def flag(name: str) -> bool:
    """True when the variable is 1, false when it is 0 or empty; ValueError names the variable otherwise."""
    value = read(name)
    if value not in {"", "0", "1"}:
        raise ValueError(f"{name} is «{value}»; write 1 or 0")
    return value == "1"


def data_folder() -> Path:
    """The folder for everything this installation writes; made when missing."""
    folder = Path(read("NORMVERK_DATA")).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder
