"""Search over 20,000 invented documents: building, size, memory, and how long the judged questions take.

Answers are timed in processor time of the thread that answers, so that what else the machine does is not counted; an
answer waits for nothing but the disk, whose pages are in memory after the first.

Run: python -m benchmarks.bench_search [DOCUMENTS]
"""

from __future__ import annotations

import os
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from pathlib import Path

SEED = 20261126
DOCUMENTS = 20_000
NEW_WORDS = 25_000
NEW_INDEXES = 12
"""So many times an index is renewed and the first answer of it timed."""
STARTS = ["for", "ut", "inn", "opp", "av", "på", "sam", "mot", "under", "over", "gjen", "mellom", "etter", "ved"]
SYLLABLES = [
    "ba",
    "be",
    "bo",
    "dal",
    "del",
    "den",
    "fal",
    "far",
    "for",
    "gar",
    "gel",
    "han",
    "hel",
    "jor",
    "kal",
    "ken",
    "lag",
    "len",
    "lin",
    "mar",
    "mel",
    "mil",
    "nal",
    "nor",
    "pas",
    "ran",
    "rel",
    "sak",
    "sel",
    "tal",
    "tel",
    "van",
    "ver",
    "vil",
]
ENDINGS = ["e", "en", "er", "ene", "ing", "inger", "ingen", "het", "else", "elsen", "t", "te"]


def main() -> None:
    """Prints the figures."""
    os.environ.setdefault("NORMVERK_DATA", tempfile.mkdtemp(prefix="normverk-bench-"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "normverk.config.settings")
    import django

    django.setup()
    from tests.publish.search.judging import corpus, judged

    from normverk.publish.search.answers import Asked
    from normverk.publish.search.index import build, renew
    from normverk.publish.search.queries import search

    number = int(sys.argv[1]) if len(sys.argv) > 1 else DOCUMENTS
    path = Path(os.environ["NORMVERK_DATA"]) / "search.sqlite3"
    now, today = datetime.now(UTC), date(2026, 3, 2)
    begun, own = time.perf_counter(), time.process_time()
    built = build([*corpus(), *invented(number - len(corpus()))], path, now=now)
    seconds, own = time.perf_counter() - begun, time.process_time() - own
    print(f"{built.documents} documents, {built.words} different words")
    print(
        f"building {seconds:.1f} s ({own:.1f} s of processor time), {built.size / 1e6:.1f} MB, at most {memory():.0f} MB of memory"
    )
    questions = [one.words for one in judged()]
    search(Asked(words=questions[0]), today=today, path=path)
    renewing, times, firsts = [], [], questions[:: len(questions) // NEW_INDEXES][:NEW_INDEXES]
    for words in firsts:
        begun = time.perf_counter()
        renew("invented/17/", list(invented(20, under="invented/17")), path, now=now)
        renewing.append(time.perf_counter() - begun)
        begun = time.thread_time()
        search(Asked(words=words), today=today, path=path)
        times.append((time.thread_time() - begun) * 1000)
    print(f"renewing one norm {statistics.median(renewing):.2f} s")
    report("the first answer after a new index was put in place", times, firsts)
    for name in ("first time", "second time"):
        times = []
        for words in questions:
            begun = time.thread_time()
            search(Asked(words=words), today=today, path=path)
            times.append((time.thread_time() - begun) * 1000)
        report(f"{len(questions)} judged questions, {name}", times, questions)
    common = ["pasient", "skal", "pasienter skal", "helse", "behandling", "kan ikke", "kreft pasient", ""]
    times = []
    for words in common:
        begun = time.thread_time()
        search(Asked(words=words), today=today, path=path)
        times.append((time.thread_time() - begun) * 1000)
    report("the most common words", times, common)
    begun = time.thread_time()
    narrowed = (("theme", ("Tema 3",)), ("status", ("in-force",)))
    search(Asked(words="pasienter skal", narrowed=narrowed, page=5), today=today, path=path)
    print(f"common words, narrowed, page 5: {(time.thread_time() - begun) * 1000:.1f} ms")


def report(what: str, times: list[float], words: list[str]) -> None:
    """One line with median, 95th percentile and slowest."""
    slowest = max(zip(times, words, strict=True))
    p95 = statistics.quantiles(times, n=20)[-1]
    print(f"{what}: p50 {statistics.median(times):.1f}, p95 {p95:.1f}, max {slowest[0]:.1f} ms («{slowest[1]}»)")


def memory() -> float:
    """The most memory this process has had, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def invented(number: int, under: str = "") -> Iterator[object]:
    """Documents of the length of a section of a guideline (median 220 words, some of 1,500), the same at every run.

    Words are drawn as words are in a language, the commonest in most texts; the 400 commonest are those of the corpus,
    so that questions meet them everywhere.
    """
    from normverk.norm.text import Text
    from normverk.publish.search.document import SearchDocument

    chance = random.Random(SEED)
    words = vocabulary(chance)
    weights = list(accumulate(1 / (place + 8) for place in range(len(words))))

    def text(length: int) -> str:
        return " ".join(chance.choices(words, cum_weights=weights, k=length))

    for place in range(number):
        length = min(1500, int(chance.lognormvariate(5.4, 0.6)))
        begin = date(2010, 1, 1) + timedelta(days=chance.randrange(6000))
        ended = chance.random() < 0.3
        yield SearchDocument(
            key=f"{under}/{place:05}" if under else f"invented/{place // 20}/{place % 20:02}",
            address=f"/invented/{place}/",
            kind=chance.choice(("guideline", "advice", "guide", "standard", "circular", "pathway")),
            piece=chance.choice(("product", "section", "recommendation", "requirement")),
            title=Text(nb=text(chance.randint(3, 9)).capitalize()),
            within=Text(nb=text(4)),
            ingress=Text(nb=text(18)),
            body=Text(nb=text(length)),
            themes=tuple({f"Tema {chance.randrange(60)}" for _ in range(2)}),
            target_groups=(f"Gruppe {chance.randrange(25)}",),
            level=chance.choice(("guide", "guideline", "recommended", "mandatory")),
            numbers=(f"HIS {90000 + place}:{begin.year}",) if chance.random() < 0.3 else (),
            valid_from=begin,
            valid_to=begin + timedelta(days=900) if ended else None,
        )


def vocabulary(chance: random.Random) -> list[str]:
    """The corpus's words, the most common of them first, and invented ones after and among them."""
    from collections import Counter

    from tests.publish.search.judging import corpus

    from normverk.publish.search.norwegian import words

    counts = Counter(word for one in corpus() for text in (one.title, one.ingress, one.body) for word in words(text.nb))
    counts.update({"pasient": 30, "pasienter": 30, "skal": 40, "helse": 20, "behandling": 25, "kan": 25, "ikke": 25})
    own = [word for word, _ in counts.most_common()]
    made = [
        chance.choice(STARTS) + "".join(chance.choices(SYLLABLES, k=chance.randint(1, 3))) + chance.choice(ENDINGS)
        for _ in range(NEW_WORDS)
    ]
    rest = [*own[400:], *dict.fromkeys(made)]
    chance.shuffle(rest)
    return [*own[:400], *rest]


if __name__ == "__main__":
    main()
