"""At an edge: the command, the page to look at before sending, and sending."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import msgspec
import pytest
from django.test import Client
from pytest_django import Settings

from normverk.base.accounts.actions import make_account
from normverk.base.events.queries import faults
from normverk.base.jobs.kinds import HEADERS
from normverk.base.jobs.models import OutboxMessage
from normverk.base.policy import Denied, Grant, Role, operator, visitor
from normverk.cli import main
from normverk.learn.whatif import queries
from normverk.learn.whatif.actions import CannotTry, keep_run, receive_answer, send_run
from normverk.learn.whatif.answer import Answer, complaints, digest
from normverk.learn.whatif.models import Counts, Trial, TrialAnswer, TrialRun
from normverk.learn.whatif.running import run_trial
from normverk.norm.content import to_plain
from normverk.publish.keys import signing_key
from normverk.publish.models import Release
from normverk.publish.trials import write_trial
from normverk.sim.generator import END, generate, to_ndjson
from normverk.use.pathways.actions import take_in
from tests.learn.conftest import site_actor
from tests.learn.whatif.making import AS_OF, NOW, in_force, trial, with_limit, with_new_milestone
from tests.learn.whatif.test_answers import issue

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(norms: None, settings: Settings) -> Trial:
    """A trial of a stricter limit, and a site with sixty patients."""
    settings.AS_OF = END
    settings.SITE = "vest"
    content = to_ndjson(generate(seed=4, patients=60).events)
    take_in(content=content, name="events", form="ndjson", actor=operator(), now=NOW, as_of=END)
    return issue(with_limit("OF2", 9))


@pytest.fixture
def file(asked: Trial, tmp_path: Path) -> Path:
    """The trial as an edge has fetched it."""
    path = tmp_path / "trial.json"
    path.write_text(asked.file)
    return path


def admin(client: Client) -> Client:
    """A browser of an administrator."""
    account = make_account(
        username="admin", display_name="A", grants=(Grant(Role.ADMINISTRATOR),), actor=operator(), now=NOW
    )
    session = client.session
    session["account"] = str(account.pk)
    session.save()
    return client


def test_the_command_writes_just_what_would_be_sent_and_keeps_nothing(
    asked: Trial, file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "answer.json"
    assert main(["pathway", "whatif", "--draft", str(file), "--out", str(out), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    answer = msgspec.json.decode(out.read_bytes(), type=Answer)
    assert (told["trial"], told["digest"], told["sent"]) == (asked.pk, digest(answer), False)
    assert complaints(answer, queries.signed(asked), NOW) == ()
    clock = next(one for one in told["clocks"] if one["clock"] == "OF2")
    assert clock["in_force"]["met"] >= clock["draft"]["met"]
    assert (TrialRun.objects.count(), Counts.objects.count()) == (0, 0)


def test_the_command_says_in_words_what_it_found(asked: Trial, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pathway", "whatif", "--draft", str(file), "--as-of", "2022-04-30"]) == 0
    said = capsys.readouterr().out
    assert "in force" in said
    assert "not sent" in said


def test_kept_and_sent_where_the_hub_is(asked: Trial, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pathway", "whatif", "--draft", str(file), "--keep"]) == 0
    assert (TrialRun.objects.get().sent_at, TrialAnswer.objects.count()) == (None, 0)
    assert main(["pathway", "whatif", "--draft", str(file), "--send"]) == 0
    assert TrialAnswer.objects.get().digest == TrialRun.objects.get().digest
    assert TrialRun.objects.get().sent_at is not None
    assert "sent to this hub" in capsys.readouterr().out
    assert list(faults()) == []


def test_an_edge_puts_it_in_the_outbox_and_the_hub_can_read_it(asked: Trial, file: Path, settings: Settings) -> None:
    settings.IS_HUB, settings.HUB, settings.HUB_TOKEN = False, "https://hub.example.org", "a token"
    assert main(["pathway", "whatif", "--draft", str(file), "--send"]) == 0
    message = OutboxMessage.objects.get()
    assert message.destination == "https://hub.example.org/api/v1/whatif/answers"
    assert HEADERS[message.kind]() == {"Authorization": "Bearer a token"}
    read = msgspec.json.decode(msgspec.json.encode(message.body), type=Answer)
    assert receive_answer(answer=read, actor=site_actor(), now=NOW).outcome == "stored"


def test_counts_that_come_back_are_sent_as_made_now(asked: Trial, file: Path) -> None:
    """The same counts as long ago, after others, are the newest all the same."""
    held = queries.signed(asked)
    for hour, day in ((1, AS_OF), (2, date(2022, 1, 31)), (3, AS_OF)):
        made = NOW.replace(hour=hour)
        answer = run_trial(held, as_of=day, site="vest", now=made)
        keep_run(file=file.read_bytes(), answer=answer, actor=operator(), now=made)
        assert queries.kept(TrialRun.objects.get().digest).made_at == made


def test_an_edge_that_trusts_the_hub_loads_the_trial_as_a_trial_and_never_as_a_release(
    asked: Trial, file: Path
) -> None:
    held = file.read_bytes()
    releases = Release.objects.count()
    answer = run_trial(queries.signed(asked), as_of=AS_OF, site="vest", now=NOW)
    keep_run(file=held, answer=answer, actor=operator(), now=NOW)
    assert Release.objects.count() == releases
    assert queries.kept(TrialRun.objects.get().digest) == answer


def test_without_a_hub_nothing_is_sent(
    asked: Trial, file: Path, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.IS_HUB, settings.HUB = False, ""
    assert main(["pathway", "whatif", "--draft", str(file), "--send"]) == 1
    assert "NORMVERK_HUB" in capsys.readouterr().err
    with pytest.raises(CannotTry, match="nothing"):
        send_run(trial=issue(in_force()), actor=operator(), now=NOW)


def test_only_who_may_keeps_and_sends(asked: Trial, file: Path) -> None:
    answer = run_trial(queries.signed(asked), as_of=AS_OF, site="vest", now=NOW)
    with pytest.raises(Denied):
        keep_run(file=file.read_bytes(), answer=answer, actor=visitor(), now=NOW)
    with pytest.raises(Denied):
        send_run(trial=asked, actor=visitor(), now=NOW)


def test_a_pathway_of_ones_own_can_be_looked_at_and_not_sent(
    asked: Trial, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = tmp_path / "own.json"
    own.write_text(json.dumps(to_plain(with_new_milestone())))
    months = ["--from", "2021-05", "--to", "2022-04"]
    assert main(["pathway", "whatif", "--draft", str(own), *months, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {one["milestone"] for one in told["unregistered"]} == {"N"}
    own.write_text(json.dumps({"kind": "pathway", "pathway": to_plain(with_new_milestone())}))
    assert main(["pathway", "whatif", "--draft", str(own), *months, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == told
    assert main(["pathway", "whatif", "--draft", str(own), *months, "--send"]) == 2
    assert "only a trial that a hub has signed" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "more", "code", "said"),
    [
        (b"nonsense", [], 2, "it is not JSON"),
        (b"{}", [], 2, "--from 2021-05"),
        (b"{}", ["--from", "2022-04", "--to", "2021-05"], 2, "--from 2022-04 is after --to 2021-05"),
        (b"{}", ["--from", "2021-05", "--to", "2022-04"], 2, "neither a trial nor a pathway"),
        (b'{"signature": 1}', [], 1, "This is not a trial"),
        (b'{"signature": 1}', ["--from", "2021-05"], 2, "leave out --from"),
        (None, [], 2, "No such file"),
    ],
)
def test_wrong_use_is_one_clear_sentence(
    content: bytes | None, more: list[str], code: int, said: str, norms: None, tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    path = tmp_path / "draft.json"
    if content is not None:
        path.write_bytes(content)
    assert main(["pathway", "whatif", "--draft", str(path), *more]) == code
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1


def test_a_pathway_that_makes_no_sense_is_named_with_its_place(
    norms: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "draft.json"
    path.write_text(json.dumps(to_plain(msgspec.structs.replace(in_force(), milestones=()))))
    assert main(["pathway", "whatif", "--draft", str(path), "--from", "2021-05", "--to", "2022-04"]) == 2
    assert "milestones: no-milestones" in capsys.readouterr().err


def test_the_page_shows_exact_figures_before_anything_is_sent_and_sends(
    asked: Trial, file: Path, client: Client, settings: Settings
) -> None:
    main(["pathway", "whatif", "--draft", str(file), "--keep"])
    admin(client)
    assert "Ikke sendt" in client.get("/whatif/").content.decode()
    page = client.get(f"/whatif/{asked.pk}/here/").content.decode()
    run = queries.kept(TrialRun.objects.get().digest)
    met = sum(c.n for c in run.in_force if (c.clock, c.state, c.organisation) == ("OF2", "met", "310000019"))
    assert f"{met} av " in page
    assert TrialAnswer.objects.count() == 0
    answer = client.post(f"/whatif/{asked.pk}/here/")
    assert (answer.status_code, TrialAnswer.objects.count()) == (302, 1)
    settings.IS_HUB, settings.HUB = False, ""
    refused = client.post(f"/whatif/{asked.pk}/here/")
    assert (refused.status_code, "NORMVERK_HUB" in refused.content.decode()) == (422, True)


def test_where_a_trial_was_loaded_its_page_leads_to_the_answers_at_the_hub(asked: Trial, client: Client) -> None:
    key = signing_key()
    assert key is not None
    elsewhere = trial(with_limit("OF2", 8), case="S-2026-077")
    answer = run_trial(elsewhere, as_of=AS_OF, site="vest", now=NOW)
    run = keep_run(file=write_trial(elsewhere, key), answer=answer, actor=operator(), now=NOW)
    assert run.trial.origin == Trial.Origin.LOADED
    page = client.get(f"/whatif/{run.trial_id}/").content.decode()
    assert f"https://hub.example.org/whatif/{run.trial_id}/" in page
    assert "https://hub.example.org/cases/S-2026-077/" in page
    assert "har ikke svart" not in page
    assert list(faults()) == []


def test_a_trial_that_was_not_run_here_has_no_page_here(asked: Trial, client: Client) -> None:
    assert admin(client).get(f"/whatif/{asked.pk}/here/").status_code == 404
