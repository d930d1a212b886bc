"""How well search answers the judged questions. The figures reached stand in ratchet.json and are only allowed to grow."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

from tests.publish.search.judging import HERE, corpus, judged, means, score

RATCHET = HERE / "ratchet.json"


def test_the_judgements_are_of_documents_that_exist_and_every_question_stands_once() -> None:
    keys = {document.key for document in corpus()}
    assert len(keys) == len(corpus())
    assert [(one.words, key) for one in judged() for key in one.relevant if key not in keys] == []
    words = [one.words for one in judged()]
    assert sorted({word for word in words if words.count(word) > 1}) == []


def test_every_sort_of_question_is_asked() -> None:
    groups = {one.group for one in judged()}
    assert groups == {
        "inflection", "compounds", "spelling_of_letters", "misspelling", "numbers", "codes", "nynorsk", "english",
        "several", "meaning",
    }  # fmt: skip


def test_answers_are_as_good_as_they_have_ever_been(index: Path) -> None:
    reached = json.loads(RATCHET.read_text(encoding="utf-8"))
    scores = [score(one, index) for one in judged()]
    by_group = defaultdict(list)
    for one in scores:
        by_group[one.judged.group].append(one)
    for group, some in by_group.items():
        rank, recall = means(some)
        print(f"{group:20} {len(some):4}  reciprocal rank {rank:.3f}  recall at 10 {recall:.3f}")
    rank, recall = means(scores)
    print(f"{'all':20} {len(scores):4}  reciprocal rank {rank:.4f}  recall at 10 {recall:.4f}")
    assert len(scores) >= reached["judged"] >= 150
    assert rank >= reached["mean_reciprocal_rank"], [s.judged.words for s in scores if s.reciprocal < 1]
    assert recall >= reached["recall_at_10"], [s.judged.words for s in scores if s.recall < 1]
    better = rank >= reached["mean_reciprocal_rank"] + 0.005 or recall >= reached["recall_at_10"] + 0.005
    assert not better, f"search has become better: write {rank:.4f} and {recall:.4f} in {RATCHET.name}"
