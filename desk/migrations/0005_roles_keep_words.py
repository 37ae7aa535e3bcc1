"""Give the roles the permissions that came with the paper's words and the verdicts on names."""

from importlib import import_module

from django.db import migrations

make_roles = import_module("desk.migrations.0002_roles").make_roles


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0004_jobs"),
        ("findings", "0002_what_the_paper_knows"),
    ]

    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]
