"""The page a watcher asks: is the archive able to work?"""

import shutil

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.utils.module_loading import import_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from archive.localpg.refusal import ServerRefusal

LEAST_FREE = 512 * 2**20  # bytes


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """200 where the database answers, every migration is applied and the disk has room; else 503 and what is wrong.

    ``search_behind``: how many changes the search does not know yet; the next question mends it.
    """
    free = shutil.disk_usage(settings.ARCHIVE_DATA).free
    answers = {
        "database": database_state(),
        "disk": "ok" if free >= LEAST_FREE else f"{free // 2**20} MB free",
    }
    is_well = all(answer == "ok" for answer in answers.values())
    said: dict[str, object] = {"status": "ok" if is_well else "failing", **answers}
    if answers["database"] == "ok":
        said |= {name: import_string(asked)() for name, asked in settings.HEALTH_ALSO_SAYS.items()}
    return JsonResponse(said, status=200 if is_well else 503)


def database_state() -> str:
    """`ok`, or one word on what is wrong; details stay in the log, not on a public page."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except (DatabaseError, ServerRefusal):
        return "no answer"
    return "migrations are waiting" if waiting else "ok"
