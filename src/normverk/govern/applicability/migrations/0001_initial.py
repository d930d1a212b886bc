"""The catalogue's tables, and the database's own refusal to change anything of a row but its closing in knowledge time.

SQLite makes a table anew when its columns change and forgets its triggers; a later migration that does so calls guard again.
"""

from __future__ import annotations

import uuid
from typing import Any

import django.db.models.deletion
from django.db import migrations, models

import normverk.norm.applicability

_APPEND_ONLY = ("ApplicabilityRow", "Exemption", "Stance")
_CLOSING = ("recorded_to", "closed_by", "closed_reason")
_FUNCTION = """
CREATE FUNCTION applicability_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'a row of the catalogue is never removed'; END IF;
  IF OLD.recorded_to IS NOT NULL OR (to_jsonb(NEW) - 'recorded_to' - 'closed_by' - 'closed_reason')
    IS DISTINCT FROM (to_jsonb(OLD) - 'recorded_to' - 'closed_by' - 'closed_reason')
  THEN RAISE EXCEPTION 'a row of the catalogue is never changed, only closed, once'; END IF;
  RETURN NEW; END $$
"""


def guard(apps: Any, editor: Any) -> None:
    """Lets the database itself refuse to remove a row, to change it, and to close it twice."""
    postgresql = editor.connection.vendor == "postgresql"
    if postgresql:
        editor.execute(_FUNCTION)
    for name in _APPEND_ONLY:
        meta = apps.get_model("applicability", name)._meta
        table = meta.db_table
        if postgresql:
            editor.execute(
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION applicability_append_only()"
            )
            continue
        fixed = [field.column for field in meta.concrete_fields if field.column not in _CLOSING]
        changed = " OR ".join(f'OLD."{column}" IS NOT NEW."{column}"' for column in fixed)
        editor.execute(
            f"CREATE TRIGGER {table}_not_changed BEFORE UPDATE ON {table} WHEN OLD.recorded_to IS NOT NULL OR {changed} "
            "BEGIN SELECT RAISE(ABORT, 'a row of the catalogue is never changed, only closed, once'); END"
        )
        editor.execute(
            f"CREATE TRIGGER {table}_not_removed BEFORE DELETE ON {table} "
            "BEGIN SELECT RAISE(ABORT, 'a row of the catalogue is never removed'); END"
        )


def unguard(apps: Any, editor: Any) -> None:
    """Removes the guard again."""
    for name in _APPEND_ONLY:
        table = apps.get_model("applicability", name)._meta.db_table
        if editor.connection.vendor == "postgresql":
            editor.execute(f"DROP TRIGGER {table}_append_only ON {table}")
        else:
            editor.execute(f"DROP TRIGGER {table}_not_changed")
            editor.execute(f"DROP TRIGGER {table}_not_removed")
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP FUNCTION applicability_append_only()")


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="CataloguedNorm",
            fields=[
                ("key", models.SlugField(max_length=100, primary_key=True, serialize=False)),
                ("title", models.JSONField()),
                ("number", models.CharField(blank=True, max_length=60)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("standard", "standard"),
                            ("profile", "profile"),
                            ("requirements", "requirements"),
                            ("terminology", "terminology"),
                            ("information-model", "information-model"),
                            ("guideline", "guideline"),
                            ("guide", "guide"),
                            ("support", "support"),
                            ("unknown", "unknown"),
                        ],
                        max_length=20,
                    ),
                ),
                ("theme", models.CharField(blank=True, max_length=200)),
                ("publisher", models.CharField(blank=True, max_length=200)),
                ("address", models.CharField(blank=True, max_length=500)),
                ("contact", models.CharField(blank=True, max_length=200)),
                ("profile_of", models.CharField(blank=True, max_length=100)),
                ("description", models.TextField(blank=True)),
                ("product_slug", models.CharField(blank=True, max_length=80)),
                ("source", models.JSONField()),
                ("created_at", models.DateTimeField()),
                ("created_by", models.CharField(max_length=80)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                (
                                    "standard",
                                    "profile",
                                    "requirements",
                                    "terminology",
                                    "information-model",
                                    "guideline",
                                    "guide",
                                    "support",
                                    "unknown",
                                ),
                            )
                        ),
                        name="catalogued_norm_kind_is_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="NormVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("label", models.CharField(blank=True, max_length=40)),
                ("number", models.CharField(blank=True, max_length=60)),
                ("published", models.DateField(null=True)),
                ("replaces", models.CharField(blank=True, max_length=40)),
                (
                    "norm",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="applicability.cataloguednorm",
                    ),
                ),
            ],
            options={
                "ordering": ["norm_id", "label"],
            },
        ),
        migrations.CreateModel(
            name="Exemption",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("organisation", models.CharField(max_length=20)),
                ("organisation_name", models.CharField(max_length=200)),
                ("actor", models.CharField(max_length=60)),
                ("action", models.CharField(max_length=20)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField()),
                ("legal_ground", models.CharField(max_length=300)),
                ("reason", models.TextField()),
                ("decided_by", models.CharField(max_length=80)),
                ("recorded_from", models.DateTimeField()),
                ("recorded_to", models.DateTimeField(null=True)),
                ("closed_by", models.CharField(blank=True, max_length=80)),
                ("closed_reason", models.TextField(blank=True)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exemptions",
                        to="applicability.normversion",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                ("ref", models.CharField(max_length=20, primary_key=True, serialize=False)),
                ("content", models.JSONField()),
                ("reason", models.TextField()),
                (
                    "state",
                    models.CharField(
                        choices=[("proposed", "proposed"), ("accepted", "accepted"), ("rejected", "rejected")],
                        default="proposed",
                        max_length=20,
                    ),
                ),
                ("proposed_by", models.CharField(max_length=80)),
                ("proposed_at", models.DateTimeField()),
                ("decided_by", models.CharField(blank=True, max_length=80)),
                ("decided_at", models.DateTimeField(null=True)),
                ("decision_reason", models.TextField(blank=True)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="applicability.normversion",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ApplicabilityRow",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("actor", models.CharField(blank=True, db_index=True, max_length=60)),
                ("action", models.CharField(blank=True, max_length=20)),
                ("level", models.CharField(blank=True, max_length=20)),
                ("valid_from", models.DateField(null=True)),
                ("trial_until", models.DateField(null=True)),
                ("active_from", models.DateField(null=True)),
                ("phase_out_from", models.DateField(null=True)),
                ("valid_to", models.DateField(null=True)),
                ("stated_on", models.DateField(null=True)),
                ("parallel", models.BooleanField(default=False)),
                ("legal_basis", models.CharField(blank=True, max_length=300)),
                ("decided_by", models.CharField(blank=True, max_length=200)),
                ("decision", models.CharField(blank=True, max_length=80)),
                ("note", models.TextField(blank=True)),
                ("source", models.JSONField()),
                ("recorded_from", models.DateTimeField(db_index=True)),
                ("recorded_by", models.CharField(max_length=80)),
                ("recorded_to", models.DateTimeField(null=True)),
                ("closed_by", models.CharField(blank=True, max_length=80)),
                ("closed_reason", models.TextField(blank=True)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rows", to="applicability.normversion"
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rows",
                        to="applicability.proposal",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Stance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("organisation", models.CharField(max_length=20)),
                ("organisation_name", models.CharField(max_length=200)),
                (
                    "stance",
                    models.CharField(
                        choices=[("follows", "follows"), ("adapts", "adapts"), ("does-not-follow", "does-not-follow")],
                        max_length=20,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("recorded_from", models.DateTimeField()),
                ("recorded_by", models.CharField(max_length=80)),
                ("recorded_to", models.DateTimeField(null=True)),
                ("closed_by", models.CharField(blank=True, max_length=80)),
                ("closed_reason", models.TextField(blank=True)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stances",
                        to="applicability.normversion",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="normversion",
            constraint=models.UniqueConstraint(fields=("norm", "label"), name="norm_version_once"),
        ),
        migrations.AddConstraint(
            model_name="exemption",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "action__in",
                        (
                            normverk.norm.applicability.Action["SEND"],
                            normverk.norm.applicability.Action["RECEIVE"],
                            normverk.norm.applicability.Action["USE"],
                        ),
                    )
                ),
                name="exemption_action_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="exemption",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_to__gte", models.F("valid_from"))), name="exemption_days_in_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="exemption",
            constraint=models.CheckConstraint(
                condition=models.Q(("legal_ground", ""), _negated=True), name="exemption_has_legal_ground"
            ),
        ),
        migrations.AddConstraint(
            model_name="exemption",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="exemption_has_a_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="exemption",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_by", ""), ("closed_reason", ""), ("recorded_to__isnull", True)),
                    models.Q(
                        ("recorded_to__gte", models.F("recorded_from")),
                        models.Q(("closed_reason", ""), _negated=True),
                        models.Q(("closed_by", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="exemption_closed_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ("proposed", "accepted", "rejected"))), name="proposal_state_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="proposal_has_a_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at__isnull", True), ("state", "proposed")),
                    models.Q(
                        models.Q(("state", "proposed"), _negated=True),
                        ("decided_at__isnull", False),
                        models.Q(("decision_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="proposal_decided_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="applicabilityrow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "action__in",
                        (
                            normverk.norm.applicability.Action["SEND"],
                            normverk.norm.applicability.Action["RECEIVE"],
                            normverk.norm.applicability.Action["USE"],
                            "",
                        ),
                    )
                ),
                name="applicability_action_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="applicabilityrow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "level__in",
                        (
                            normverk.norm.applicability.Level["GUIDE"],
                            normverk.norm.applicability.Level["GUIDELINE"],
                            normverk.norm.applicability.Level["RECOMMENDED"],
                            normverk.norm.applicability.Level["MANDATORY"],
                            "",
                        ),
                    )
                ),
                name="applicability_level_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="applicabilityrow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_from__isnull", True),
                    ("valid_to__isnull", True),
                    ("valid_to__gte", models.F("valid_from")),
                    _connector="OR",
                ),
                name="applicability_days_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="applicabilityrow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("level", "mandatory"), _negated=True),
                    models.Q(models.Q(("legal_basis", ""), _negated=True), models.Q(("actor", ""), _negated=True)),
                    _connector="OR",
                ),
                name="mandatory_has_legal_basis_and_group",
            ),
        ),
        migrations.AddConstraint(
            model_name="applicabilityrow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_by", ""), ("closed_reason", ""), ("recorded_to__isnull", True)),
                    models.Q(
                        ("recorded_to__gte", models.F("recorded_from")),
                        models.Q(("closed_reason", ""), _negated=True),
                        models.Q(("closed_by", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="applicability_closed_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="stance",
            constraint=models.CheckConstraint(
                condition=models.Q(("stance__in", ("follows", "adapts", "does-not-follow"))), name="stance_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="stance",
            constraint=models.CheckConstraint(
                condition=models.Q(("stance", "follows"), models.Q(("reason", ""), _negated=True), _connector="OR"),
                name="stance_explained",
            ),
        ),
        migrations.AddConstraint(
            model_name="stance",
            constraint=models.UniqueConstraint(
                condition=models.Q(("recorded_to__isnull", True)),
                fields=("version", "organisation"),
                name="one_stance_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="stance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_by", ""), ("closed_reason", ""), ("recorded_to__isnull", True)),
                    models.Q(
                        ("recorded_to__gte", models.F("recorded_from")),
                        models.Q(("closed_reason", ""), _negated=True),
                        models.Q(("closed_by", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="stance_closed_with_reason",
            ),
        ),
        migrations.RunPython(guard, unguard),
    ]
