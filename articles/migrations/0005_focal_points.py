"""Round what a photo is cut where it is cut."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0004_newest_by_key'),
    ]

    operations = [
        migrations.AddField(
            model_name='photo',
            name='focus_x',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='focal point from the left'),
        ),
        migrations.AddField(
            model_name='photo',
            name='focus_y',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='focal point from the top'),
        ),
        migrations.AddConstraint(
            model_name='photo',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('focus_x__isnull', True), ('focus_y__isnull', True)), models.Q(('focus_x__isnull', False), ('focus_y__isnull', False), ('focus_x__lte', 100), ('focus_y__lte', 100), models.Q(('image', ''), _negated=True)), _connector='OR'), name='photo_focal_point_is_in_image'),
        ),
    ]
