"""normverk hapi: files and folders in, a report that people and programs can read, and clear exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from normverk.cli import main
from normverk.publish.library.models import Node
from tests.publish.library.examples import infobit

pytestmark = pytest.mark.django_db


def test_a_folder_comes_in_and_a_refused_file_gives_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.json").write_text(json.dumps(infobit(1)))
    (tmp_path / "b.json").write_text("{")
    assert main(["hapi", "import", str(tmp_path)]) == 1
    said = capsys.readouterr().out
    assert "1 new, 0 changed, 0 unchanged, 1 refused" in said
    assert "refused b.json: broken-json" in said
    assert Node.objects.count() == 1
    assert main(["hapi", "import", str(tmp_path / "a.json"), "--json"]) == 0
    (run,) = json.loads(capsys.readouterr().out)
    assert run["counts"] == {"unchanged": 1}
    assert run["defects"]["no-version"]["places"] == [{"place": "a.json", "found": ""}]


def test_nothing_readable_gives_two(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "b.json").write_text("{")
    assert main(["hapi", "import", str(tmp_path)]) == 2
    assert main(["hapi", "import", str(tmp_path / "mangler")]) == 2
    assert main(["hapi", "import", "http://api.example.org/innhold"]) == 2
    assert "only https" in capsys.readouterr().err
    (tmp_path / "tom").mkdir()
    assert main(["hapi", "import", str(tmp_path / "tom")]) == 2


def test_readings_are_listed_and_reported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.json").write_text(json.dumps(infobit(1, tekst="<h2>A</h2><h4>B</h4>")))
    main(["hapi", "import", str(tmp_path), "--json"])
    (run,) = json.loads(capsys.readouterr().out)
    assert main(["hapi", "list", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["defects"]["skipped-heading"] == 1
    assert main(["hapi", "report", str(run["run"])]) == 0
    assert "skipped-heading: Heading that skips a level" in capsys.readouterr().out
    assert main(["hapi", "report", "999"]) == 2
