"""The store as a Django app."""

from django.apps import AppConfig


class StoreConfig(AppConfig):
    """Names the app; its tables begin with ``store_``."""

    name = "ilium.store"
    label = "store"
    default_auto_field = "django.db.models.BigAutoField"
