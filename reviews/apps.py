from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReviewsConfig(AppConfig):
    """三审三校."""

    name = "reviews"
    verbose_name = _("Reviews")
