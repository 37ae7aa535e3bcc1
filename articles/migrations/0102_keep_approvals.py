"""Guard the approvals and their ends, which are written once."""

from django.db import migrations

from issues.keeping import keep


class Migration(migrations.Migration):
    dependencies = [("articles", "0101_reviews")]

    operations = [keep("articles_approval", "articles_voiding")]
