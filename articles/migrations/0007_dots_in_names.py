"""One contributor for names that differ in the dot they have in the middle, or in spaces beside it.

Until then only names in look-alike characters were one: 古丽努尔.买买提 was another.
"""

from django.db import migrations

from articles.usual_names import join_look_alikes


class Migration(migrations.Migration):

    dependencies = [
        ("articles", "0006_names_as_printed"),
    ]

    operations = [
        migrations.RunPython(join_look_alikes, migrations.RunPython.noop),
    ]
