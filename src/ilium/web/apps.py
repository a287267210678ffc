"""The web part as a Django app."""

from django.apps import AppConfig
from django.core.signals import got_request_exception

from ilium.web.logs import log_crash


class WebConfig(AppConfig):
    """Names the app, so that its templates and tags are found."""

    name = "ilium.web"
    label = "web"

    def ready(self) -> None:
        """Log what goes wrong, without what it says."""
        got_request_exception.connect(log_crash, dispatch_uid="ilium.web.logs")
