"""Make the roles. On an empty database the permissions are not there yet: they are made first."""

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations

from articles.roles import grant_roles

APPS = ("auth", "admin", "issues", "articles")


def make_roles(apps: Apps, schema_editor: object) -> None:
    for label in APPS:
        config = apps.get_app_config(label)
        # An app of a migration has no module; that is how create_permissions skips it.
        config.models_module = True
        create_permissions(config, apps=apps, verbosity=0)
        config.models_module = None
    grant_roles(apps.get_model("auth", "Group"), apps.get_model("auth", "Permission"))


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0102_keep_approvals"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("admin", "0003_logentry_add_action_flag_choices"),
    ]

    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]
