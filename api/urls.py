"""The API's addresses."""

from django.urls import path

from api import operations  # noqa: F401  its functions are what the API answers with
from api.service import VERSION, api

urlpatterns = [path(f"v{VERSION}/", api.urls)]
