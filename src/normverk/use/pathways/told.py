"""What an explanation tells beside the counting: delays, what chose among branches, footnotes."""

from __future__ import annotations

from normverk.base.languages import current_language, say
from normverk.use.pathways.engine import Explanation
from normverk.use.pathways.wording import Speaker, when


def told_lines(explanation: Explanation, speaker: Speaker) -> list[str]:
    """One sentence for each delay, for the age and the findings that were asked for, and for each footnote."""
    lines = _of_delays(explanation, speaker)
    if explanation.age is not None and speaker.asks_for_age():
        lines.append(say("why.age", years=explanation.age))
    lines += [
        say("why.finding", finding=speaker.finding(name), answer=speaker.answer(name, answer))
        for name, answer in sorted(explanation.findings.items())
    ]
    for note in explanation.footnotes:
        branch = speaker.branch(note.branch)
        words = note.text.in_language(current_language())
        lines.append(say("why.footnote", text=words, branch=f" ({branch})" if branch else "", source=note.source.title))
    return lines


def _of_delays(explanation: Explanation, speaker: Speaker) -> list[str]:
    """For each delay why it was one, from when and until when, and what it does."""
    rules = {rule.id: rule for rule in explanation.delay_rules}
    lines = []
    for delay in explanation.delays:
        rule = rules[delay.rule]
        until = when(delay.ends.time) if delay.ends else say("why.delay.lasts")
        lasted = say(
            f"why.delay.{rule.kind.value}",
            since=when(delay.begins.time),
            until=until,
            code=speaker.code(delay.begins.code),
        )
        lines.append(f"{lasted} {say(f'why.delay.{rule.policy.value}')}")
    cut = rules.get(explanation.cut_by)
    begins = explanation.nullified_by or explanation.stop
    if cut is not None and begins is not None:
        began = say(f"why.delay.begun.{cut.kind.value}", since=when(begins.time), code=speaker.code(begins.code))
        lines.append(f"{began} {say(f'why.delay.{cut.policy.value}')}")
    return lines
