"""The log's tables, its one head row, and the database's own refusal to change or remove an event."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models

_SQLITE = (
    "CREATE TRIGGER event_is_not_changed BEFORE UPDATE ON events_event "
    "BEGIN SELECT RAISE(ABORT, 'an event is never changed'); END",
    "CREATE TRIGGER event_is_not_removed BEFORE DELETE ON events_event "
    "BEGIN SELECT RAISE(ABORT, 'an event is never removed'); END",
)
_POSTGRESQL = (
    "CREATE FUNCTION event_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'an event is never changed or removed'; END $$",
    "CREATE TRIGGER event_is_append_only BEFORE UPDATE OR DELETE ON events_event "
    "FOR EACH ROW EXECUTE FUNCTION event_is_append_only()",
)


def guard(apps: Any, editor: Any) -> None:
    """Lets the database itself refuse to change or remove an event."""
    statements = {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}[editor.connection.vendor]
    for statement in statements:
        editor.execute(statement)


def unguard(apps: Any, editor: Any) -> None:
    """Removes the guard again."""
    if editor.connection.vendor == "sqlite":
        editor.execute("DROP TRIGGER event_is_not_changed")
        editor.execute("DROP TRIGGER event_is_not_removed")
    else:
        editor.execute("DROP TRIGGER event_is_append_only ON events_event")
        editor.execute("DROP FUNCTION event_is_append_only()")


def first_head(apps: Any, editor: Any) -> None:
    """The chain starts at nothing."""
    apps.get_model("events", "Head").objects.create(id=1)


class Migration(migrations.Migration):
    """First version of the log."""

    initial = True
    operations = [
        migrations.CreateModel(
            name="Event",
            fields=[
                ("seq", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("type", models.CharField(db_index=True, max_length=80)),
                ("subject", models.CharField(db_index=True, max_length=200)),
                ("actor", models.CharField(db_index=True, max_length=80)),
                ("reason", models.TextField(blank=True)),
                ("cause", models.PositiveBigIntegerField(null=True)),
                ("data", models.JSONField()),
                ("rows", models.JSONField()),
                ("previous", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64, unique=True)),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("seq__gte", 1)), name="event_seq_from_one")]
            },
        ),
        migrations.CreateModel(
            name="Head",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("seq", models.PositiveBigIntegerField(default=0)),
                ("hash", models.CharField(default="0" * 64, max_length=64)),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="event_head_is_one_row")]
            },
        ),
        migrations.RunPython(first_head, migrations.RunPython.noop),
        migrations.RunPython(guard, unguard),
    ]
