from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    """稿件 and all that is done with them."""

    name = "articles"
    verbose_name = _("Articles")
