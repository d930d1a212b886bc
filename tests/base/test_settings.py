"""Settings by role: a hub has no table for patients, an edge none for governing; and every variable is documented."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from normverk.config.environment import VARIABLES, flag, read
from tests.base.installation import ROOT, Installation, installation

MODELS = """
import django; django.setup()
import json
from django.apps import apps
print(json.dumps(sorted({model._meta.app_config.name for model in apps.get_models()})))
"""
TABLES = """
import django; django.setup()
import json
from django.core.management import call_command
from django.db import connection
call_command("migrate", verbosity=0)
print(json.dumps(sorted(connection.introspection.table_names())))
"""
PATIENTS = re.compile("patient|recordevent|clockstate|intake|rejection")
GOVERNING = re.compile("need|case|decision|consultation|response|disposition|edition|revision|waiver")


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Installation]:
    """An installation without tables."""
    with installation(tmp_path, migrated=False) as made:
        yield made


def in_role(place: Installation, role: str, program: str) -> list[str]:
    """What a program prints in a role."""
    done = place.python("-c", program, NORMVERK_ROLE=role)
    assert done.returncode == 0, done.stderr
    answer: list[str] = json.loads(done.stdout)
    return answer


def test_a_hub_has_no_table_for_patients(place: Installation) -> None:
    tables = in_role(place, "hub", TABLES)
    assert [table for table in tables if PATIENTS.search(table)] == []
    assert [table for table in tables if GOVERNING.search(table)] != []


def test_an_edge_has_no_table_for_governing(place: Installation) -> None:
    tables = in_role(place, "edge", TABLES)
    assert [table for table in tables if GOVERNING.search(table)] == []
    assert [table for table in tables if PATIENTS.search(table)] != []


def test_all_has_what_a_hub_and_an_edge_have_together(place: Installation) -> None:
    both = set(in_role(place, "hub", MODELS)) | set(in_role(place, "edge", MODELS))
    assert set(in_role(place, "all", MODELS)) == both


def test_a_hub_and_an_edge_have_addresses_of_their_own_only(place: Installation) -> None:
    routes = (
        "import django; django.setup()\nimport json, normverk.config.urls\n"
        "from normverk.base.routes import ROUTE_ACTIONS\nprint(json.dumps(sorted(ROUTE_ACTIONS)))"
    )
    hub, edge = set(in_role(place, "hub", routes)), set(in_role(place, "edge", routes))
    assert {"patients"} & hub == set()
    assert {"needs", "cases", "consultations"} & edge == set()
    assert {"alive", "ready"} <= hub & edge


def test_a_setting_that_cannot_be_used_is_named_in_one_sentence(place: Installation) -> None:
    for name, value in (
        ("NORMVERK_ROLE", "both"),
        ("NORMVERK_HTTPS", "yes"),
        ("NORMVERK_DATABASE", "mysql://x/y"),
        ("NORMVERK_HUB", "normer.example.no"),
    ):
        done = place.run("settings", **{name: value})
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1), done.stderr
        assert name in done.stderr


def test_every_variable_the_program_knows_is_documented_and_the_other_way_round() -> None:
    source = [path for path in sorted((ROOT / "src").rglob("*.py")) if path.name != "environment.py"]
    named = {name for path in source for name in re.findall(r"[\"'](NORMVERK_[A-Z_]+)[\"']", path.read_text())}
    named |= set(re.findall(r"read\(\"(NORMVERK_[A-Z_]+)", (ROOT / "src/normverk/config/environment.py").read_text()))
    # NORMVERK_MUST belongs to the tests: a suite that lacks its tools fails instead of skipping.
    assert named - {"NORMVERK_MUST"} == {variable.name for variable in VARIABLES}
    assert [variable.name for variable in VARIABLES if len(variable.meaning) < 20] == []


def test_a_variable_nobody_documented_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(KeyError):
        read("NORMVERK_WEATHER")
    for value, answer in (("1", True), ("0", False), ("", False)):
        monkeypatch.setenv("NORMVERK_HTTPS", value)
        assert flag("NORMVERK_HTTPS") is answer
    monkeypatch.setenv("NORMVERK_HTTPS", "true")
    with pytest.raises(ValueError, match="NORMVERK_HTTPS is «true»"):
        flag("NORMVERK_HTTPS")


def test_behind_tls_every_cookie_is_for_tls_only(place: Installation) -> None:
    program = (
        "from django.conf import settings as s\nimport json\n"
        "print(json.dumps([s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE]))"
    )
    done = place.python("-c", program, NORMVERK_HTTPS="1")
    assert json.loads(done.stdout) == ["__Host-session", "__Host-csrf", True, True]


def test_the_session_secret_is_made_once_and_readable_by_the_owner_only(place: Installation) -> None:
    program = "from django.conf import settings\nprint(settings.SECRET_KEY)"
    first, second = (place.python("-c", program, NORMVERK_SECRET_KEY="").stdout for _ in range(2))
    assert len(first) > 40
    assert first == second
    assert (place.data / "secret-key").stat().st_mode & 0o777 == 0o600
