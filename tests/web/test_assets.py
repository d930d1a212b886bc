"""Building the look: locked, checked, without registry addresses, and never in the way of using the pages."""

from __future__ import annotations

import gzip
import json
import re
import stat
from pathlib import Path

import pytest

from normverk.web import assets

LOCK = assets.ROOT / "package-lock.json"
NPM = """#!/bin/sh
echo "$@" >> {log}
for file in {files}; do mkdir -p "$(dirname "$file")"; echo "style of $file" > "$file"; done
"""


def fake_npm(folder: Path, files: list[str]) -> str:
    """A stand-in for npm that notes how it was called and writes the files named, relative to where it runs."""
    program = folder / "npm"
    program.write_text(NPM.format(log=folder / "calls", files=" ".join(f"node_modules/{file}" for file in files)))
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return str(program)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the two manifests, which a test may change."""
    for name in assets.MANIFESTS:
        (tmp_path / name).write_text((assets.ROOT / name).read_text())
    return tmp_path


def test_the_lock_file_pins_every_package_by_digest_and_names_no_registry():
    lock = json.loads(LOCK.read_text())
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert [name for name, entry in packages.items() if not entry["integrity"].startswith("sha512-")] == []
    assert re.findall(r'"resolved"|https?://|\.tgz', LOCK.read_text()) == []


def test_what_the_manifest_asks_for_is_what_the_lock_file_holds():
    manifest = json.loads((assets.ROOT / "package.json").read_text())
    asked = manifest["dependencies"] | manifest["devDependencies"]
    locked = json.loads(LOCK.read_text())["packages"]
    assert asked == {name: locked[f"node_modules/{name}"]["version"] for name in asked}


def test_fetches_once_and_again_only_when_the_lock_file_changes(tmp_path, root):
    npm = fake_npm(tmp_path, list(assets.LOOK))
    bundle = assets.look(tmp_path / "build")
    assert [assets.fetch(bundle, root=root, npm=npm) for _ in range(2)] == [True, False]
    (root / "package-lock.json").write_text(LOCK.read_text() + "\n")
    assert [assets.fetch(bundle, root=root, npm=npm) for _ in range(2)] == [True, False]
    assert len((tmp_path / "calls").read_text().splitlines()) == 2


def test_fetches_again_when_a_file_has_gone(tmp_path, root):
    npm = fake_npm(tmp_path, list(assets.LOOK))
    bundle = assets.look(tmp_path / "build")
    assets.fetch(bundle, root=root, npm=npm)
    bundle.expected[0].unlink()
    assert assets.fetch(bundle, root=root, npm=npm)


def test_no_script_of_a_package_is_run_and_no_tool_fetched_for_the_pages(tmp_path, root):
    assets.fetch(assets.look(tmp_path / "build"), root=root, npm=fake_npm(tmp_path, list(assets.LOOK)))
    called = (tmp_path / "calls").read_text().split()
    assert called[:2] == ["ci", "--ignore-scripts"]
    assert "--omit=dev" in called


def test_styles_are_placed_with_a_compressed_copy(tmp_path, root):
    build = tmp_path / "build"
    assets.fetch(assets.look(build), root=root, npm=fake_npm(tmp_path, list(assets.LOOK)))
    folder = assets.place(build, target=tmp_path / "target")
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        [*assets.LOOK.values(), *(f"{n}.gz" for n in assets.LOOK.values())]
    )
    for name in assets.LOOK.values():
        assert gzip.decompress((folder / f"{name}.gz").read_bytes()) == (folder / name).read_bytes()


def test_a_failing_npm_is_told_in_one_sentence(tmp_path, root):
    npm = tmp_path / "npm"
    npm.write_text("#!/bin/sh\necho 'npm error code ENOTFOUND' >&2\necho 'npm error more' >&2\nexit 1\n")
    npm.chmod(0o700)
    with pytest.raises(assets.NotBuilt) as refused:
        assets.fetch(assets.look(tmp_path / "build"), root=root, npm=str(npm))
    assert str(refused.value) == "npm could not fetch the styles (is there a network?): npm error code ENOTFOUND"
    assert not (tmp_path / "build/npm/fetched").exists()


def test_packages_without_the_files_we_use_are_refused(tmp_path, root):
    with pytest.raises(assets.NotBuilt, match=r"hold no designsystemet\.css"):
        assets.fetch(assets.look(tmp_path / "build"), root=root, npm=fake_npm(tmp_path, list(assets.LOOK)[:2]))


@pytest.mark.parametrize(("arguments", "code"), [([], 0), (["--tests"], 1)])
def test_without_npm_the_pages_go_on_but_the_tests_do_not(arguments, code, monkeypatch, capsys):
    def no_npm(*_: object, **__: object) -> bool:
        raise assets.NotBuilt("there is no npm on this machine")

    monkeypatch.delenv("NORMVERK_MUST", raising=False)
    monkeypatch.setattr(assets, "fetch", no_npm)
    assert assets.main(arguments) == code
    told = capsys.readouterr().err
    assert told.startswith("assets: there is no npm on this machine")
    assert ("plainer look" in told) == (code == 0)
