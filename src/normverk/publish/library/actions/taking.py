"""Taking documents in: a batch is one transaction, a document comes in whole or not at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import msgspec
from django.db import models, transaction

from normverk.base.events.actions import record
from normverk.base.policy import Actor, require
from normverk.norm.days import local_date
from normverk.norm.text import unreadable_signs
from normverk.publish.belonging import one_at_a_time
from normverk.publish.library.actions.rows import code_rows, link_rows, node_row, set_node, valid_from
from normverk.publish.library.checking import findings_in
from normverk.publish.library.cleaning import clean
from normverk.publish.library.differences import changes_between, clock_of, is_older
from normverk.publish.library.events import LibraryRead
from normverk.publish.library.graph import Graph
from normverk.publish.library.infobit import Given, Infobit, address_of
from normverk.publish.library.models import ImportRun, Link, Node, NodeCode, NodeRevision, Sighting
from normverk.publish.library.reading import Document, Told, Unreadable, read_infobit
from normverk.publish.library.reading.infobits import COPIED, Taken
from normverk.publish.library.reading.sameness import key_of
from normverk.publish.library.report import add, add_counts


@dataclass
class _Batch:
    """What is to be written for one batch of documents. `same` are those whose document is known, with their digest."""

    same: dict[str, tuple[Sighting, str]] = field(default_factory=dict)

    nodes: dict[str, Node] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)
    current: dict[str, NodeRevision] = field(default_factory=dict)
    fresh: list[NodeRevision] = field(default_factory=list)
    ended: list[NodeRevision] = field(default_factory=list)
    touched: dict[str, Node] = field(default_factory=dict)
    seen: dict[str, Sighting] = field(default_factory=dict)
    linked: dict[str, Infobit] = field(default_factory=dict)


class Taker:
    """Takes the documents of one reading in, batch by batch, and keeps its report."""

    def __init__(self, *, run: ImportRun, actor: Actor, reason: str = "") -> None:
        require(actor, "library.import")
        self.run, self.actor, self.reason = run, actor, reason[:1000]
        self.graph = _graph()
        self.seen: dict[str, tuple[str, str]] = {}

    @transaction.atomic
    def take(
        self, *, documents: Iterable[Document | Unreadable], now: datetime, waiting: list[str] | None = None
    ) -> tuple[str, ...]:
        """Takes a batch in and returns the ids that were taken. What cannot be used is refused with its place, by itself.

        `waiting` is what remains to be read after this batch; it is written with it, so that nothing is read twice.
        """
        require(self.actor, "library.import")
        one_at_a_time()
        keyed = [(one, "" if isinstance(one, Unreadable) else key_of(one)) for one in documents]
        batch = _fetched(keyed)
        for document, key in keyed:
            known = batch.same.get(key)
            if known is not None and isinstance(document, Document):
                self._same(document, *known, batch, now)
            elif (taken := self._read(document)) is not None:
                self._one(taken, key, batch, now)
        self._write(batch, now)
        if waiting is not None:
            self.run.waiting = waiting
        self.run.save()
        return tuple(batch.seen)

    def refuse(self, wrong: Unreadable) -> None:
        """Counts a document that is not taken in; the report names its place."""
        self._count("refused")
        told = Told(wrong.kind, clean(wrong.place), clean(wrong.found)[:200])
        self.run.refused.append({"kind": told.kind, "place": told.place, "found": told.found})
        add(self.run.defects, [told])

    def tell(self, *told: Told) -> None:
        """Counts what was met on the way."""
        add(self.run.defects, told)

    def _count(self, name: str) -> None:
        self.run.counts[name] = self.run.counts.get(name, 0) + 1

    def _read(self, document: Document | Unreadable) -> Taken | None:
        if isinstance(document, Unreadable):
            self.refuse(document)
            return None
        try:
            return read_infobit(document)
        except Unreadable as wrong:
            self.refuse(wrong)
            return None

    def _same(self, document: Document, known: Sighting, digest: str, batch: _Batch, now: datetime) -> None:
        """The document that was read before: what was met in it then is counted, and nothing is read."""
        place = document.place
        if known.node_id in self.seen and self._seen_before(known.node_id, digest, place):
            return
        self.seen[known.node_id] = (digest, place)
        copied = document.plain.get(COPIED)
        known.seen_at, known.copied = now, clean(copied)[:60] if isinstance(copied, str) else ""
        batch.seen[known.node_id] = known
        add_counts(self.run.defects, known.told, place)
        self._count("unchanged")

    def _one(self, taken: Taken, key: str, batch: _Batch, now: datetime) -> None:
        infobit, place = taken.infobit, taken.place
        try:
            digest = address_of(infobit)
        except (ValueError, RecursionError) as wrong:
            self.refuse(Unreadable("bad-value", place, str(wrong)))
            return
        if infobit.id in self.seen and self._seen_before(infobit.id, digest, place):
            return
        if ring := self.graph.ring(infobit.id, infobit.links):
            self.refuse(Unreadable("ring", place, " → ".join(ring)))
            return
        self.seen[infobit.id] = (digest, place)
        self.tell(*taken.told)
        stands = self._revise(taken, digest, place, batch, now)
        batch.seen[infobit.id] = Sighting(
            node_id=infobit.id,
            seen_at=now,
            copied=clean(taken.copied)[:60],
            given=key if stands else "",
            told=Counter(one.kind for one in taken.told),
        )

    def _seen_before(self, node_id: str, digest: str, place: str) -> bool:
        """The same id again in one reading: the same content is no news, other content is refused."""
        known, first = self.seen[node_id]
        if known == digest:
            self.tell(Told("told-twice", place, f"{node_id}, {first}"))
        else:
            self.refuse(Unreadable("two-contents", place, f"{node_id}, {first}"))
        return True

    def _revise(self, taken: Taken, digest: str, place: str, batch: _Batch, now: datetime) -> bool:
        """A revision where something changed; returns whether the document is what the node says now."""
        infobit = taken.infobit
        before = batch.current.get(infobit.id)
        if before is not None and before.digest == digest and before.officials == taken.officials:
            self._count("unchanged")
            return True
        was = msgspec.json.decode(before.value, type=Infobit) if before else None
        if was is not None and is_older(infobit, was):
            self.tell(Told("older", place, infobit.said("sistOppdatert")))
            self._count("unchanged")
            return False
        clock = clock_of(was, infobit)
        if clock == "silent":
            self.tell(Told("silent-change", place, infobit.id))
        begin, basis = valid_from(infobit, before, local_date(now))
        node = batch.nodes.get(infobit.id) or node_row(infobit)
        set_node(node, infobit)
        batch.nodes[infobit.id] = batch.touched[infobit.id] = node
        if before is not None:
            before.current, before.valid_to = False, begin - timedelta(days=1)
            batch.ended.append(before)
        batch.fresh.append(
            NodeRevision(
                node=node,
                number=before.number + 1 if before else 1,
                digest=digest,
                value=msgspec.json.encode(infobit).decode(),
                officials=taken.officials,
                recorded_at=now,
                valid_from=begin,
                valid_from_basis=basis,
                clock=clock,
                reason=self.reason,
                changes=msgspec.to_builtins(changes_between(was, infobit)) if was else [],
                run=self.run,
            )
        )
        self.graph.put(infobit.id, infobit.links)
        batch.linked[infobit.id] = infobit
        found = findings_in(infobit)
        add(self.run.findings, (Told(one.check, place, infobit.id) for one in found))
        self._count("changed" if before else "new")
        return True

    def _write(self, batch: _Batch, now: datetime) -> None:
        new = [node for key, node in batch.touched.items() if key not in batch.known]
        Node.objects.bulk_create(new)
        for node in batch.touched.values():
            if node.pk in batch.known:
                node.save()
        for row in batch.ended:
            row.save(update_fields=["current", "valid_to"])
        NodeRevision.objects.bulk_create(batch.fresh)
        again = [key for key in batch.linked if key in batch.known]
        Link.objects.filter(node__in=again).delete()
        NodeCode.objects.filter(node__in=again).delete()
        infobits = batch.linked.values()
        Link.objects.bulk_create([row for infobit in infobits for row in link_rows(infobit.id, infobit.links)])
        NodeCode.objects.bulk_create([row for infobit in infobits for row in code_rows(infobit)])
        Sighting.objects.bulk_create(
            batch.seen.values(),
            update_conflicts=True,
            unique_fields=["node"],
            update_fields=["seen_at", "copied", "given", "told"],
        )
        if batch.fresh:
            rows: list[models.Model] = [*batch.touched.values(), *batch.ended, *batch.fresh]
            data = LibraryRead(run=self.run.pk, new=len(new), changed=len(batch.fresh) - len(new))
            record(
                data=data,
                subject=f"library/readings/{self.run.pk}",
                actor=self.actor,
                now=now,
                reason=self.reason,
                rows=rows,
            )


def _fetched(keyed: list[tuple[Document | Unreadable, str]]) -> _Batch:
    """What the database knows of the documents of a batch; of those that are known, only that."""
    named = [(_id_in(one), key) for one, key in keyed]
    sighted = {row.given: row for row in Sighting.objects.filter(node__in=[id for id, key in named if id and key])}
    rows = NodeRevision.objects.filter(
        node__in=[sighted[key].node_id for _, key in named if key in sighted], current=True
    )
    digests = dict(rows.values_list("node", "digest"))
    same = {key: (sighted[key], digests[sighted[key].node_id]) for _, key in named if key and key in sighted}
    ids = [id for id, key in named if id and key not in same]
    nodes = {node.pk: node for node in Node.objects.filter(pk__in=ids)}
    current = {row.node_id: row for row in NodeRevision.objects.filter(node__in=ids, current=True)}
    return _Batch(same=same, nodes=nodes, known=set(nodes), current=current)


def _id_in(document: Document | Unreadable) -> str:
    """The id that a document states, if it is one that a database can be asked for."""
    given = document.plain.get("id") if isinstance(document, Document) else ""
    return given if isinstance(given, str) and not unreadable_signs(given) else ""


def _graph() -> Graph:
    """What lies under what here already."""
    graph = Graph()
    held: dict[str, list[Any]] = {}
    rows = Link.objects.filter(rel__in=("barn", "forelder")).values_list("node_id", "rel", "target")
    for node, rel, target in rows.iterator(chunk_size=5000):
        held.setdefault(node, []).append(Given(rel, target))
    for node, links in held.items():
        graph.put(node, links)
    return graph
