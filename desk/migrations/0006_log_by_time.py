"""Indexes on Django's own log, which has none for its order: its list, and the latest of one's own."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("admin", "0003_logentry_add_action_flag_choices"),
        ("desk", "0005_roles_keep_words"),
    ]

    operations = [
        # Serves the list of the log, newest first, and in which years there are entries.
        migrations.RunSQL(
            "CREATE INDEX log_newest_first ON django_admin_log (action_time DESC, id DESC)",
            "DROP INDEX log_newest_first",
        ),
        # Serves the latest entries of one person on his home page.
        migrations.RunSQL(
            "CREATE INDEX log_newest_of_user ON django_admin_log (user_id, action_time DESC)",
            "DROP INDEX log_newest_of_user",
        ),
    ]
