"""The deliveries of registers and their rows."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="RegisterDelivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(max_length=120)),
                ("number", models.PositiveIntegerField()),
                ("dated", models.DateField()),
                ("received_at", models.DateTimeField()),
                ("received_by", models.CharField(max_length=120)),
                ("salt", models.CharField(max_length=64)),
                ("digest", models.CharField(max_length=64)),
                ("rows", models.PositiveIntegerField()),
                ("invented", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ["source", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("source", "number"), name="register_delivery_numbered")
                ],
            },
        ),
        migrations.CreateModel(
            name="RegisterRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("pathway", models.CharField(max_length=120)),
                ("organisation", models.CharField(max_length=9)),
                ("period", models.CharField(max_length=7)),
                ("new", models.PositiveIntegerField()),
                ("included", models.PositiveIntegerField(null=True)),
                (
                    "delivery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="held",
                        to="inclusion.registerdelivery",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["pathway", "delivery"], name="register_row_of_pathway")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("delivery", "pathway", "organisation", "period"), name="register_row_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("included", None), ("included__lte", models.F("new")), _connector="OR"),
                        name="register_row_is_share",
                    ),
                ],
            },
        ),
    ]
