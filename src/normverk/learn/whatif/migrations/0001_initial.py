"""The tables of trials, and the database's own refusal to change or remove a trial or what was frozen as evidence."""

from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

_FROZEN = ("whatif_trial", "whatif_evidence")
_KEPT = """
CREATE FUNCTION trials_are_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  RAISE EXCEPTION 'trials and evidence are never changed or removed'; END $$
"""


def guard(apps: Any, editor: Any) -> None:
    """Lets the database itself refuse it."""
    if editor.connection.vendor == "postgresql":
        editor.execute(_KEPT)
        for table in _FROZEN:
            editor.execute(
                f"CREATE TRIGGER {table}_frozen BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION trials_are_frozen()"
            )
        return
    for table in _FROZEN:
        for event in ("UPDATE", "DELETE"):
            editor.execute(
                f"CREATE TRIGGER {table}_no_{event.lower()} BEFORE {event} ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'trials and evidence are never changed or removed'); END"
            )


def unguard(apps: Any, editor: Any) -> None:
    """Removes the guard again."""
    if editor.connection.vendor == "postgresql":
        for table in _FROZEN:
            editor.execute(f"DROP TRIGGER {table}_frozen ON {table}")
        editor.execute("DROP FUNCTION trials_are_frozen()")
        return
    for table in _FROZEN:
        for event in ("update", "delete"):
            editor.execute(f"DROP TRIGGER {table}_no_{event}")


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Counts",
            fields=[
                ("digest", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("content", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                ("digest", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("content", models.TextField()),
                ("frozen_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Trial",
            fields=[
                ("digest", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("case", models.CharField(max_length=120)),
                ("pathway", models.CharField(max_length=120)),
                ("file", models.TextField()),
                ("key_id", models.CharField(max_length=43)),
                ("origin", models.CharField(choices=[("issued", "Issued"), ("loaded", "Loaded")], max_length=8)),
                ("recorded_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="TrialAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("site", models.CharField(max_length=120)),
                ("digest", models.CharField(max_length=64)),
                ("as_of", models.DateField()),
                ("made_at", models.DateTimeField()),
                ("received_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="TrialRun",
            fields=[
                (
                    "trial",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="run",
                        serialize=False,
                        to="whatif.trial",
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                ("as_of", models.DateField()),
                ("made_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.AddIndex(
            model_name="trial",
            index=models.Index(fields=["case"], name="trial_of_case"),
        ),
        migrations.AddConstraint(
            model_name="trial",
            constraint=models.CheckConstraint(
                condition=models.Q(("origin__in", ["issued", "loaded"])), name="trial_origin_known"
            ),
        ),
        migrations.AddField(
            model_name="evidence",
            name="trial",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="evidence", to="whatif.trial"
            ),
        ),
        migrations.AddField(
            model_name="trialanswer",
            name="trial",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="whatif.trial"
            ),
        ),
        migrations.AddConstraint(
            model_name="trialanswer",
            constraint=models.UniqueConstraint(fields=("trial", "site"), name="trial_answered_once_by_a_site"),
        ),
        migrations.RunPython(guard, unguard),
    ]
