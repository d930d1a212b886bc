"""Taking documents in: a batch is one transaction, a document comes in whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import msgspec
from django.db import models, transaction

from normverk.base.events.actions import record
from normverk.base.policy import Actor, require
from normverk.norm.days import local_date
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
from normverk.publish.library.reading.infobits import Taken
from normverk.publish.library.report import add


@dataclass
class _Batch:
    """What is to be written for one batch of documents."""

    nodes: dict[str, Node] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)
    current: dict[str, NodeRevision] = field(default_factory=dict)
    fresh: list[NodeRevision] = field(default_factory=list)
    ended: list[NodeRevision] = field(default_factory=list)
    touched: dict[str, Node] = field(default_factory=dict)
    seen: dict[str, str] = field(default_factory=dict)
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
        read = [self._read(document) for document in documents]
        taken = [one for one in read if one is not None]
        batch = _fetched([one.infobit.id for one in taken])
        for one in taken:
            self._one(one, batch, now)
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

    def _one(self, taken: Taken, batch: _Batch, now: datetime) -> None:
        infobit, place = taken.infobit, taken.place
        try:
            digest = address_of(infobit)
        except (ValueError, RecursionError) as wrong:
            self.refuse(Unreadable("bad-value", place, str(wrong)))
            return
        if infobit.id in self.seen and self._seen_before(infobit, digest, place):
            return
        if ring := self.graph.ring(infobit.id, infobit.links):
            self.refuse(Unreadable("ring", place, " → ".join(ring)))
            return
        self.seen[infobit.id] = (digest, place)
        batch.seen[infobit.id] = clean(taken.copied)[:60]
        self.tell(*taken.told)
        self._revise(taken, digest, place, batch, now)

    def _seen_before(self, infobit: Infobit, digest: str, place: str) -> bool:
        """The same id again in one reading: the same content is no news, other content is refused."""
        known, first = self.seen[infobit.id]
        if known == digest:
            self.tell(Told("told-twice", place, f"{infobit.id}, {first}"))
        else:
            self.refuse(Unreadable("two-contents", place, f"{infobit.id}, {first}"))
        return True

    def _revise(self, taken: Taken, digest: str, place: str, batch: _Batch, now: datetime) -> None:
        infobit = taken.infobit
        before = batch.current.get(infobit.id)
        if before is not None and before.digest == digest and before.officials == taken.officials:
            self._count("unchanged")
            return
        was = msgspec.json.decode(before.value, type=Infobit) if before else None
        if was is not None and is_older(infobit, was):
            self.tell(Told("older", place, infobit.said("sistOppdatert")))
            self._count("unchanged")
            return
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
            [Sighting(node_id=key, seen_at=now, copied=copied) for key, copied in batch.seen.items()],
            update_conflicts=True,
            unique_fields=["node"],
            update_fields=["seen_at", "copied"],
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


def _fetched(ids: list[str]) -> _Batch:
    nodes = {node.pk: node for node in Node.objects.filter(pk__in=ids)}
    current = {row.node_id: row for row in NodeRevision.objects.filter(node__in=ids, current=True)}
    return _Batch(nodes=nodes, known=set(nodes), current=current)


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
