"""Make the roles. On an empty database the permissions are not there yet: they are made first."""

from types import SimpleNamespace

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations

from accounts.roles import grant_roles

APPS = (
    "auth", "admin", "audit", "accounts", "issues", "articles", "findings", "reviews", "importing",
    "desk",
)  # fmt: skip


def make_roles(apps: Apps, schema_editor: object) -> None:
    for label in APPS:
        # An app of a migration has no module, and create_permissions passes over what has none.
        # It is not given one: with the apps of a running program that would outlive this call.
        app = SimpleNamespace(label=label, models_module=True)
        create_permissions(app, apps=apps, verbosity=0)
    grant_roles(apps.get_model("auth", "Group"), apps.get_model("auth", "Permission"))


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_grants"),
        ("admin", "0003_logentry_add_action_flag_choices"),
        ("audit", "0001_log"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("desk", "0001_filters_and_jobs"),
        ("findings", "0001_questions"),
        ("importing", "0001_uploads"),
        ("issues", "0001_paper"),
        ("reviews", "0001_approvals"),
    ]

    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]
