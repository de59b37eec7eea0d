"""The four roles as groups of accounts, each with no more rights than its work needs.

A copy by value of ``telegrams/roles.py`` as it was when this was written. Django makes the permissions of a model only
at the end of a migration, so those that are missing are made here, as it would make them. Rights on models that a
later migration brings are given by that one, or by ``manage.py roles --set``.
"""

from django.db import migrations

ROLES = {
    "Report triage": (
        "telegrams.view_telegram", "telegrams.view_correction", "telegrams.view_volume",
        "telegrams.view_source", "telegrams.view_footnote", "telegrams.view_pagemarker",
        "telegrams.view_crossreference", "telegrams.view_participation", "telegrams.view_documentaddress",
        "telegrams.view_problem", "telegrams.view_recordchange", "telegrams.view_check",
        "telegrams.view_referencedecision", "telegrams.view_readerreport", "telegrams.change_readerreport",
    ),
    "Metadata editor": (
        "telegrams.view_telegram", "telegrams.view_correction", "telegrams.view_volume",
        "telegrams.view_source", "telegrams.view_footnote", "telegrams.view_pagemarker",
        "telegrams.view_crossreference", "telegrams.view_participation", "telegrams.view_documentaddress",
        "telegrams.view_problem", "telegrams.view_recordchange", "telegrams.view_check",
        "telegrams.view_referencedecision", "telegrams.view_person", "telegrams.view_personslug",
        "telegrams.view_personname", "telegrams.view_personmerge", "telegrams.view_personsplit",
        "telegrams.view_attribution", "telegrams.view_tenure", "telegrams.view_office", "telegrams.view_post",
        "telegrams.view_listedperson", "telegrams.view_importrun", "telegrams.view_importedfile",
        "telegrams.view_change", "telegrams.view_volumecontents", "telegrams.view_volumesection",
        "telegrams.view_receipt", "telegrams.view_revision", "telegrams.view_settlement",
        "telegrams.view_documentopenings", "telegrams.view_readerreport", "telegrams.change_readerreport",
        "telegrams.add_correction", "telegrams.change_correction", "telegrams.add_person",
        "telegrams.add_tenure", "telegrams.add_personname", "telegrams.change_person",
        "telegrams.change_tenure", "telegrams.change_personname", "telegrams.change_post",
        "telegrams.delete_tenure", "telegrams.delete_personname", "telegrams.add_revision",
        "telegrams.change_revision",
    ),
    "Loader": (
        "telegrams.view_telegram", "telegrams.view_correction", "telegrams.view_volume",
        "telegrams.view_source", "telegrams.view_footnote", "telegrams.view_pagemarker",
        "telegrams.view_crossreference", "telegrams.view_participation", "telegrams.view_documentaddress",
        "telegrams.view_problem", "telegrams.view_recordchange", "telegrams.view_check",
        "telegrams.view_referencedecision", "telegrams.view_person", "telegrams.view_personslug",
        "telegrams.view_personname", "telegrams.view_personmerge", "telegrams.view_personsplit",
        "telegrams.view_attribution", "telegrams.view_tenure", "telegrams.view_office", "telegrams.view_post",
        "telegrams.view_listedperson", "telegrams.view_importrun", "telegrams.view_importedfile",
        "telegrams.view_change", "telegrams.view_volumecontents", "telegrams.view_volumesection",
        "telegrams.view_receipt", "telegrams.view_revision", "telegrams.view_settlement",
        "telegrams.view_documentopenings", "telegrams.view_readerreport", "telegrams.add_importrun",
        "telegrams.change_importrun", "telegrams.view_upload", "telegrams.change_volume",
    ),
    "Administrator": (
        "telegrams.view_telegram", "telegrams.view_correction", "telegrams.view_volume",
        "telegrams.view_source", "telegrams.view_footnote", "telegrams.view_pagemarker",
        "telegrams.view_crossreference", "telegrams.view_participation", "telegrams.view_documentaddress",
        "telegrams.view_problem", "telegrams.view_recordchange", "telegrams.view_check",
        "telegrams.view_referencedecision", "telegrams.view_person", "telegrams.view_personslug",
        "telegrams.view_personname", "telegrams.view_personmerge", "telegrams.view_personsplit",
        "telegrams.view_attribution", "telegrams.view_tenure", "telegrams.view_office", "telegrams.view_post",
        "telegrams.view_listedperson", "telegrams.view_importrun", "telegrams.view_importedfile",
        "telegrams.view_change", "telegrams.view_volumecontents", "telegrams.view_volumesection",
        "telegrams.view_receipt", "telegrams.view_revision", "telegrams.view_settlement",
        "telegrams.view_documentopenings", "telegrams.view_readerreport", "telegrams.change_readerreport",
        "telegrams.add_correction", "telegrams.change_correction", "telegrams.add_person",
        "telegrams.add_tenure", "telegrams.add_personname", "telegrams.change_person",
        "telegrams.change_tenure", "telegrams.change_personname", "telegrams.change_post",
        "telegrams.delete_tenure", "telegrams.delete_personname", "telegrams.add_revision",
        "telegrams.change_revision", "telegrams.add_importrun", "telegrams.change_importrun",
        "telegrams.view_upload", "telegrams.change_volume", "auth.view_user", "auth.add_user",
        "auth.change_user", "auth.view_group",
    ),
}


def make_roles(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    for name, permissions in ROLES.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.add(*filter(None, (permission(apps, one) for one in permissions)))


def permission(apps, name):
    app, _, codename = name.partition(".")
    verb, _, model = codename.partition("_")
    try:
        found = apps.get_model(app, model)
    except LookupError:
        return None
    ContentType, Permission = apps.get_model("contenttypes", "ContentType"), apps.get_model("auth", "Permission")
    kind, _ = ContentType.objects.get_or_create(app_label=app, model=model)
    said = f"Can {verb} {found._meta.verbose_name_raw}"
    return Permission.objects.get_or_create(content_type=kind, codename=codename, defaults={"name": said})[0]


def take_roles_away(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=ROLES).delete()


class Migration(migrations.Migration):

    dependencies = [
        ("telegrams", "0022_reports_and_roles"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.RunPython(make_roles, take_roles_away),
    ]
