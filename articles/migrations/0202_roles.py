"""Give the roles what they may do after publication."""

from importlib import import_module

from django.db import migrations

roles = import_module("articles.migrations.0103_roles")


class Migration(migrations.Migration):
    dependencies = [("articles", "0201_aftermath")]

    operations = [migrations.RunPython(roles.make_roles, migrations.RunPython.noop)]
