"""The text search configuration of the first engine: English stems and no stop words, so that phrases are exact."""

from django.db import migrations

# Every kind of token the parser can make of letters and digits is stemmed by the one dictionary.
KINDS = "asciiword, word, numword, int, uint, float, sfloat"


class Migration(migrations.Migration):
    dependencies = [("telegrams", "0001_initial")]

    operations = [
        migrations.RunSQL(
            sql=[
                "CREATE TEXT SEARCH DICTIONARY public.archive_english (TEMPLATE = snowball, Language = english)",
                "CREATE TEXT SEARCH CONFIGURATION public.archive (PARSER = default)",
                f"ALTER TEXT SEARCH CONFIGURATION public.archive ADD MAPPING FOR {KINDS} WITH public.archive_english",
            ],
            reverse_sql=[
                "DROP TEXT SEARCH CONFIGURATION public.archive",
                "DROP TEXT SEARCH DICTIONARY public.archive_english",
            ],
        ),
    ]
