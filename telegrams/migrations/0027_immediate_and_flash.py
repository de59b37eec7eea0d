"""The precedence of the telegraph after 1950: immediate, and flash."""

from django.db import migrations, models

PRECEDENCES = [
    ("plain", "Plain"),
    ("rush", "Rush"),
    ("urgent", "Urgent"),
    ("us-urgent", "U.S. urgent"),
    ("priority", "Priority"),
    ("operational-immediate", "Operational immediate"),
    ("immediate", "Immediate"),
    ("flash", "Flash"),
    ("niact", "Niact"),
    ("double-priority", "Double priority"),
    ("triple-priority", "Triple priority"),
]


class Migration(migrations.Migration):

    dependencies = [("telegrams", "0026_who_took_it_back")]

    operations = [
        migrations.AlterField(
            model_name="telegram",
            name="precedence",
            field=models.CharField(blank=True, choices=PRECEDENCES, max_length=40),
        ),
    ]
