"""Give the roles the permissions that came with proposals."""

from importlib import import_module

from django.db import migrations

make_roles = import_module("desk.migrations.0002_roles").make_roles


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0002_roles"),
        ("issues", "0005_approvals_of_proposals"),
        ("reviews", "0004_proposals"),
    ]

    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]
