"""What an explanation tells beside the counting: delays wished by the patient, what chose among branches, footnotes."""

from __future__ import annotations

from normverk.base.languages import current_language, say
from normverk.use.pathways.engine import Explanation
from normverk.use.pathways.wording import Speaker, when


def told_lines(explanation: Explanation, speaker: Speaker) -> list[str]:
    """One sentence for each delay, for the age and the findings that were asked for, and for each footnote."""
    lines = []
    for delay in explanation.delays:
        key = f"why.delay.{explanation.on_patient_delay}"
        until = when(delay.ends.time) if delay.ends else say("why.delay.lasts")
        lines.append(say(key, since=when(delay.begins.time), until=until, code=speaker.code(delay.begins.code)))
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
