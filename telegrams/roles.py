"""Who may do what: the roles, each no more than its work needs; the one place where they are named.

The migration ``roles`` gives an archive these groups (a copy by value: a migration knows no living code), and
``manage.py roles --set`` makes an archive's groups be as they stand here again; a test holds both together. Django
makes the permissions of a model at the end of a migration; ``set_roles`` makes those that are missing itself. To add
a right: its codename to the roles that have it, a line to ACTIONS, and a migration that gives it to the groups. May
import: nothing of the archive; used by management and the tests.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction


@dataclass(frozen=True, slots=True)
class Role:
    """A group of accounts: its name, its work in a sentence, and its permissions as ``app.codename``."""

    name: str
    said: str
    permissions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Action:
    """Something that is done in the admin, and the permissions it asks for: all of them."""

    said: str
    permissions: tuple[str, ...]


def _each(verb: str, *models: str) -> tuple[str, ...]:
    return tuple(f"telegrams.{verb}_{model}" for model in models)


DOCUMENTS = _each(
    "view", "telegram", "correction", "volume", "source", "footnote", "pagemarker", "crossreference", "participation",
    "documentaddress", "problem", "recordchange", "check", "referencedecision",
)  # fmt: skip
AUTHORITIES = _each(
    "view", "person", "personslug", "personname", "personmerge", "personsplit", "attribution", "tenure", "office",
    "post", "listedperson",
)  # fmt: skip
THE_REST = _each(
    "view", "importrun", "importedfile", "change", "volumecontents", "volumesection", "receipt", "revision",
    "settlement", "documentopenings",
)  # fmt: skip
REPORTS = _each("view", "readerreport")
SEEN = (*DOCUMENTS, *AUTHORITIES, *THE_REST, *REPORTS)
"""What whoever corrects or loads may look at: all but the accounts, and the files sent by those who load."""

DECIDING = _each("change", "readerreport")
CORRECTING = _each("add", "correction") + _each("change", "correction")
PEOPLE = (
    *_each("add", "person", "tenure", "personname"), *_each("change", "person", "tenure", "personname", "post"),
    *_each("delete", "tenure", "personname"),
)  # fmt: skip
REVISING = _each("add", "revision") + _each("change", "revision")
LOADING = _each("add", "importrun") + _each("change", "importrun") + _each("view", "upload")
VOLUMES = _each("change", "volume")
ACCOUNTS = ("auth.view_user", "auth.add_user", "auth.change_user", "auth.view_group")

ROLES = (
    Role(
        "Report triage",
        "sorts readers’ reports; changes nothing that readers see",
        (*DOCUMENTS, *REPORTS, *DECIDING),
    ),
    Role(
        "Metadata editor",
        "corrects documents, people and places, one or many at once, and makes reports corrections",
        (*SEEN, *DECIDING, *CORRECTING, *PEOPLE, *REVISING),
    ),
    Role(
        "Loader",
        "loads volumes, takes loads back, withdraws and brings back volumes; corrects nothing",
        (*SEEN, *LOADING, *VOLUMES),
    ),
    Role(
        "Administrator",
        "does all of this, and makes the accounts of the others; no superuser",
        (*SEEN, *DECIDING, *CORRECTING, *PEOPLE, *REVISING, *LOADING, *VOLUMES, *ACCOUNTS),
    ),
)

ACTIONS = (
    Action("look at documents and what waits of them", ("telegrams.view_telegram",)),
    Action("look at the record of changes", ("telegrams.view_recordchange",)),
    Action("look at people, offices and posts", ("telegrams.view_person",)),
    Action("look at loads", ("telegrams.view_importrun",)),
    Action("read reports", ("telegrams.view_readerreport",)),
    Action("decline a report, or put it away as spam", ("telegrams.change_readerreport",)),
    Action("make a report a correction", ("telegrams.change_readerreport", "telegrams.add_correction")),
    Action("correct a document", ("telegrams.add_correction",)),
    Action("settle what waits of documents", ("telegrams.add_correction",)),
    Action("choose the document a reference means", ("telegrams.add_correction",)),
    Action("take a correction back, or keep it", ("telegrams.change_correction",)),
    Action("put back into its queue what was left", ("telegrams.change_correction",)),
    Action("take back what a reference means", ("telegrams.change_correction",)),
    Action("change people and their offices", ("telegrams.change_person",)),
    Action("merge people, and take it back", ("telegrams.change_person",)),
    Action("split people, and take it back", ("telegrams.change_person",)),
    Action("settle what waits of people and offices", ("telegrams.change_person",)),
    Action("change a post", ("telegrams.change_post",)),
    Action("correct many documents of a list as one", ("telegrams.add_revision",)),
    Action("save a spreadsheet, and send it back", ("telegrams.add_revision",)),
    Action("take such a change of many back", ("telegrams.change_revision",)),
    Action("load files from the browser", ("telegrams.add_importrun",)),
    Action("take a load back", ("telegrams.change_importrun",)),
    Action("withdraw a volume, or change its title page", ("telegrams.change_volume",)),
    Action("make and change accounts", ("auth.change_user",)),
)
"""What there is to do, in the order of a day's work: the lines of the table of rights."""


def may(role: Role, action: Action) -> bool:
    """Whether a role may do this."""
    return set(action.permissions) <= set(role.permissions)


def matrix() -> list[tuple[str, ...]]:
    """The table of rights: a line for each action, a column for each role; the first line names them."""
    head = ("", *(role.name for role in ROLES))
    return [head, *((one.said, *("yes" if may(role, one) else "–" for role in ROLES)) for one in ACTIONS)]


@transaction.atomic
def set_roles() -> dict[str, tuple[str, ...]]:
    """Give the groups exactly these permissions, and make what is missing; what each was given or lost.

    Rights on a model that the archive does not have are passed over. Who is in a group stays in it.
    """
    changed = {}
    for role in ROLES:
        group, _ = Group.objects.get_or_create(name=role.name)
        had = {f"{one.content_type.app_label}.{one.codename}" for one in _of(group)}
        wanted = list(_permissions(role.permissions))
        group.permissions.set(wanted)
        has = {f"{one.content_type.app_label}.{one.codename}" for one in wanted}
        changed[role.name] = (*(f"+{one}" for one in sorted(has - had)), *(f"−{one}" for one in sorted(had - has)))
    return changed


def _of(group: Group) -> Iterable[Permission]:
    return group.permissions.select_related("content_type")


def _permissions(names: Iterable[str]) -> Iterable[Permission]:
    for name in names:
        app, _, codename = name.partition(".")
        verb, _, model = codename.partition("_")
        if model not in apps.all_models[app]:
            continue
        kind = ContentType.objects.get_for_model(apps.get_model(app, model))
        words = f"Can {verb} {apps.get_model(app, model)._meta.verbose_name}"
        yield Permission.objects.get_or_create(content_type=kind, codename=codename, defaults={"name": words})[0]
