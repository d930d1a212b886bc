from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("library", "0002_findings"),
    ]

    operations = [
        migrations.AddField(
            model_name="sighting",
            name="given",
            field=models.CharField(blank=True, default="", max_length=64),
        ),
        migrations.AddField(
            model_name="sighting",
            name="told",
            field=models.JSONField(default=dict),
        ),
    ]
