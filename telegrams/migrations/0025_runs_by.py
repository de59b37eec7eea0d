"""Who asked for a run in the admin: accepted a load, took one back, withdrew a volume or brought it back."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("telegrams", "0024_from_a_post"),
    ]

    operations = [
        migrations.AddField(
            model_name="importrun",
            name="by",
            field=models.ForeignKey(
                blank=True,
                help_text="Who asked for it in the admin; nobody where a command of the server did.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="import_runs",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
