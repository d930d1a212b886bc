"""Revoking exemptions, and what was said of a norm before it was corrected; the database refuses to change either."""

from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

_CLOSING = ("recorded_to", "closed_by", "closed_reason")
_FUNCTION = """
CREATE FUNCTION applicability_never_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  RAISE EXCEPTION 'what was said of a norm before is never changed or removed'; END $$
"""


def guard(apps: Any, editor: Any) -> None:
    """Guards the new column of exemptions, and the new table."""
    former = apps.get_model("applicability", "FormerFacts")._meta.db_table
    if editor.connection.vendor == "postgresql":  # its guard of exemptions looks at whole rows
        editor.execute(_FUNCTION)
        editor.execute(
            f"CREATE TRIGGER {former}_never_changed BEFORE UPDATE OR DELETE ON {former} "
            "FOR EACH ROW EXECUTE FUNCTION applicability_never_changed()"
        )
        return
    _guard_exemptions(editor, apps.get_model("applicability", "Exemption")._meta, shortens=True)
    for verb in ("UPDATE", "DELETE"):
        editor.execute(
            f"CREATE TRIGGER {former}_no_{verb.lower()} BEFORE {verb} ON {former} BEGIN "
            "SELECT RAISE(ABORT, 'what was said of a norm before is never changed or removed'); END"
        )


def unguard(apps: Any, editor: Any) -> None:
    """Removes the guard again, and gives exemptions the one they had."""
    former = apps.get_model("applicability", "FormerFacts")._meta.db_table
    if editor.connection.vendor == "postgresql":
        editor.execute(f"DROP TRIGGER {former}_never_changed ON {former}")
        editor.execute("DROP FUNCTION applicability_never_changed()")
        return
    _guard_exemptions(editor, apps.get_model("applicability", "Exemption")._meta, shortens=False)
    for verb in ("update", "delete"):
        editor.execute(f"DROP TRIGGER {former}_no_{verb}")


def _guard_exemptions(editor: Any, meta: Any, *, shortens: bool) -> None:
    """SQLite: the triggers of 0001 again, whether or not adding the column has made the table anew."""
    table = meta.db_table
    fixed = [field.column for field in meta.concrete_fields if field.column not in _CLOSING]
    columns = [column for column in fixed if shortens or column != "shortens_id"]
    changed = " OR ".join(f'OLD."{column}" IS NOT NEW."{column}"' for column in columns)
    editor.execute(f"DROP TRIGGER IF EXISTS {table}_not_changed")
    editor.execute(f"DROP TRIGGER IF EXISTS {table}_not_removed")
    editor.execute(
        f"CREATE TRIGGER {table}_not_changed BEFORE UPDATE ON {table} WHEN OLD.recorded_to IS NOT NULL OR {changed} "
        "BEGIN SELECT RAISE(ABORT, 'a row of the catalogue is never changed, only closed, once'); END"
    )
    editor.execute(
        f"CREATE TRIGGER {table}_not_removed BEFORE DELETE ON {table} "
        "BEGIN SELECT RAISE(ABORT, 'a row of the catalogue is never removed'); END"
    )


class Migration(migrations.Migration):
    dependencies = [("applicability", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="exemption",
            name="shortens",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="shortened",
                to="applicability.exemption",
            ),
        ),
        migrations.CreateModel(
            name="FormerFacts",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("content", models.JSONField()),
                ("changed", models.JSONField()),
                ("by_hand", models.BooleanField()),
                ("recorded_from", models.DateTimeField()),
                ("recorded_to", models.DateTimeField()),
                ("replaced_by", models.CharField(max_length=80)),
                ("reason", models.TextField(blank=True)),
                (
                    "norm",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="former",
                        to="applicability.cataloguednorm",
                    ),
                ),
            ],
            options={
                "ordering": ["norm_id", "recorded_to", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(recorded_to__gte=F("recorded_from")), name="former_facts_in_order"
                    ),
                    models.CheckConstraint(condition=Q(by_hand=False) | ~Q(reason=""), name="correction_has_a_reason"),
                ],
            },
        ),
        migrations.RunPython(guard, unguard),
    ]
