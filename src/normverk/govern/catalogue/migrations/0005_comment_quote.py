from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0004_co_writers"),
    ]

    operations = [
        migrations.AddField(
            model_name="reviewcomment",
            name="quote",
            field=models.TextField(blank=True, default=""),
        ),
    ]
