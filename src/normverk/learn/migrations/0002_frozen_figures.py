"""Frozen figures, and the database's own refusal to change or remove them, or to add to a year that has been published.

SQLite makes a table anew when its columns change and forgets its triggers; a later migration that does so calls guard again.
"""

from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

_FROZEN = ("learn_frozenfigures", "learn_frozenguard", "learn_correction")
_KEPT = """
CREATE FUNCTION figures_are_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  RAISE EXCEPTION 'published figures are never changed or removed'; END $$
"""
_LOCKED = """
CREATE FUNCTION figures_year_is_locked() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF EXISTS (SELECT 1 FROM learn_frozenfigures held WHERE held.pathway = NEW.pathway AND held.clock = NEW.clock
    AND held.period = substr(NEW.period, 1, 4))
  THEN RAISE EXCEPTION 'the year has been published and is locked'; END IF;
  RETURN NEW; END $$
"""


def guard(apps: Any, editor: Any) -> None:
    """Lets the database itself refuse to change or remove what was published, and to publish after the year was."""
    if editor.connection.vendor == "postgresql":
        editor.execute(_KEPT)
        editor.execute(_LOCKED)
        for table in _FROZEN:
            editor.execute(
                f"CREATE TRIGGER {table}_frozen BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION figures_are_frozen()"
            )
        editor.execute(
            "CREATE TRIGGER learn_frozenfigures_locked BEFORE INSERT ON learn_frozenfigures "
            "FOR EACH ROW EXECUTE FUNCTION figures_year_is_locked()"
        )
        return
    for table in _FROZEN:
        for event in ("UPDATE", "DELETE"):
            editor.execute(
                f"CREATE TRIGGER {table}_no_{event.lower()} BEFORE {event} ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'published figures are never changed or removed'); END"
            )
    editor.execute(
        "CREATE TRIGGER learn_frozenfigures_locked BEFORE INSERT ON learn_frozenfigures WHEN EXISTS (SELECT 1 FROM "
        "learn_frozenfigures held WHERE held.pathway = NEW.pathway AND held.clock = NEW.clock AND held.period = "
        "substr(NEW.period, 1, 4)) BEGIN SELECT RAISE(ABORT, 'the year has been published and is locked'); END"
    )


def unguard(apps: Any, editor: Any) -> None:
    """Removes the guard again."""
    if editor.connection.vendor == "postgresql":
        for table in _FROZEN:
            editor.execute(f"DROP TRIGGER {table}_frozen ON {table}")
        editor.execute("DROP TRIGGER learn_frozenfigures_locked ON learn_frozenfigures")
        editor.execute("DROP FUNCTION figures_are_frozen()")
        editor.execute("DROP FUNCTION figures_year_is_locked()")
        return
    for table in _FROZEN:
        for event in ("update", "delete"):
            editor.execute(f"DROP TRIGGER {table}_no_{event}")
    editor.execute("DROP TRIGGER learn_frozenfigures_locked")


class Migration(migrations.Migration):
    dependencies = [
        ("learn", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="FrozenFigures",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("pathway", models.CharField(max_length=120)),
                ("clock", models.CharField(max_length=120)),
                ("period", models.CharField(max_length=7)),
                ("number", models.PositiveIntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("content", models.TextField()),
                ("known_at", models.DateTimeField()),
                ("published_by", models.CharField(max_length=120)),
            ],
            options={
                "ordering": ["pathway", "clock", "number"],
            },
        ),
        migrations.CreateModel(
            name="HospitalRegion",
            fields=[
                ("number", models.CharField(max_length=9, primary_key=True, serialize=False)),
                ("region", models.CharField(max_length=80)),
            ],
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("site", models.CharField(max_length=120)),
                ("digest", models.CharField(max_length=64)),
                ("as_of", models.DateField()),
                ("received_at", models.DateTimeField()),
                ("pathway", models.CharField(max_length=120)),
                ("release", models.CharField(blank=True, max_length=200)),
                ("clock", models.CharField(max_length=120)),
                ("branch", models.CharField(blank=True, max_length=120)),
                ("organisation", models.CharField(max_length=9)),
                ("month", models.CharField(max_length=7)),
                ("state", models.CharField(max_length=16)),
                ("days", models.IntegerField(null=True)),
                ("by", models.IntegerField()),
            ],
            options={
                "indexes": [models.Index(fields=["pathway", "clock", "month"], name="correction_of_clock")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("by", 0), _negated=True), name="correction_changes_something"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FrozenGuard",
            fields=[
                (
                    "figures",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="guard",
                        serialize=False,
                        to="learn.frozenfigures",
                    ),
                ),
                ("counts", models.JSONField()),
                ("alternatives", models.JSONField()),
                ("told", models.JSONField()),
            ],
        ),
        migrations.AddConstraint(
            model_name="frozenfigures",
            constraint=models.UniqueConstraint(fields=("pathway", "clock", "period"), name="frozen_figures_once"),
        ),
        migrations.AddConstraint(
            model_name="frozenfigures",
            constraint=models.UniqueConstraint(fields=("pathway", "clock", "number"), name="frozen_figures_numbered"),
        ),
        migrations.AddConstraint(
            model_name="hospitalregion",
            constraint=models.CheckConstraint(
                condition=models.Q(("region", ""), _negated=True), name="hospital_region_named"
            ),
        ),
        migrations.RunPython(guard, unguard),
    ]
