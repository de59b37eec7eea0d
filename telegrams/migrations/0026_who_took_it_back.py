"""Who took a decision back or put something back into its queue; what was sent with an upload and not taken."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def _taken_back_by() -> models.ForeignKey:
    return models.ForeignKey(
        blank=True,
        null=True,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to=settings.AUTH_USER_MODEL,
    )


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("telegrams", "0025_runs_by"),
    ]

    operations = [
        migrations.AddField(model_name="referencedecision", name="withdrawn_by", field=_taken_back_by()),
        migrations.AddField(model_name="settlement", name="withdrawn_by", field=_taken_back_by()),
        migrations.AddField(
            model_name="upload",
            name="not_taken",
            field=models.JSONField(
                default=list, help_text="Of what was sent with them and not kept: why, in sentences."
            ),
        ),
    ]
