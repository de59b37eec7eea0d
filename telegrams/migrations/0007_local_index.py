"""The first engine goes, with its column, its stretches and its text search configuration: the search has an index."""

from django.db import migrations

# As 0002 makes them.
KINDS = "asciiword, word, numword, int, uint, float, sfloat"


class Migration(migrations.Migration):
    dependencies = [("telegrams", "0006_contents_apart")]

    operations = [
        migrations.RemoveField(model_name="searchstretch", name="telegram"),
        migrations.RemoveIndex(model_name="telegram", name="telegram_search"),
        migrations.RemoveField(model_name="telegram", name="search"),
        migrations.RemoveField(model_name="telegram", name="search_is_partial"),
        migrations.DeleteModel(name="SearchStretch"),
        migrations.RunSQL(
            sql=[
                "DROP TEXT SEARCH CONFIGURATION IF EXISTS public.archive",
                "DROP TEXT SEARCH DICTIONARY IF EXISTS public.archive_english",
            ],
            reverse_sql=[
                "CREATE TEXT SEARCH DICTIONARY public.archive_english (TEMPLATE = snowball, Language = english)",
                "CREATE TEXT SEARCH CONFIGURATION public.archive (PARSER = default)",
                f"ALTER TEXT SEARCH CONFIGURATION public.archive ADD MAPPING FOR {KINDS} WITH public.archive_english",
            ],
        ),
    ]
