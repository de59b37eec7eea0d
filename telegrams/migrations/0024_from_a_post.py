"""The documents of a post in their order, so that the next one is found without sorting all of them."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("telegrams", "0023_roles"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="telegram",
            index=models.Index(fields=["post", "earliest", "id"], name="telegram_from_post"),
        ),
    ]
