"""Who may ask, and how much: middleware for personal mode, where there are no accounts.

Anyone who can open a page in the person's browser could try to reach this server through it. So it answers only under
this machine's own names (which defeats DNS rebinding), changes things only for its own pages (origin and token), and
reads no more than a bounded body.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.http.response import HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware

from ilium.web.errors import refuse
from ilium.web.limits import body_limit

GetResponse = Callable[[HttpRequest], HttpResponse]

READING = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


def content_policy(scripts: str = "'self'") -> str:
    """Return what a page may load: our own files only, nothing inline, pictures also as data.

    Parameters
    ----------
    scripts : str
        Where scripts may come from.
    """
    own = ("default-src", "style-src", "font-src", "connect-src", "worker-src", "form-action")
    nothing = ("object-src", "base-uri", "frame-ancestors")
    allowed = dict.fromkeys(own, "'self'") | dict.fromkeys(nothing, "'none'")
    allowed |= {"script-src": scripts, "img-src": "'self' data:"}
    return "; ".join(f"{directive} {sources}" for directive, sources in allowed.items())


HEADERS = {
    "Content-Security-Policy": content_policy(),
    "X-Content-Type-Options": "nosniff",
    # "no-referrer" would turn the Origin of our own forms into "null".
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), screen-wake-lock=(self), microphone=(), geolocation=(), payment=(), usb=()",
    "Cache-Control": "no-store",
}


class Headers:
    """Middleware that adds the headers every answer has, unless the answer sets its own."""

    def __init__(self, get_response: GetResponse) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the headers."""
        response = self._get_response(request)
        for name, value in HEADERS.items():
            response.setdefault(name, value)
        return response


class OwnHost:
    """Middleware that answers only under this machine's own names."""

    def __init__(self, get_response: GetResponse) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or refuse a foreign name."""
        try:
            request.get_host()
        except DisallowedHost:
            return refuse(request, 400, f"Ilium answers only as {', '.join(settings.ALLOWED_HOSTS)} on this machine.")
        return self._get_response(request)


class BodyLimit:
    """Middleware that reads no body larger than the limit; `ilium.web.asgi` holds those that hide their size."""

    def __init__(self, get_response: GetResponse) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or refuse a large body."""
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal():
            return refuse(request, 400, "The length of the request is no number.")
        if int(length) > (limit := body_limit(request.path_info)):
            return refuse(request, 413, too_large(limit))
        return self._get_response(request)


def too_large(limit: int) -> str:
    """Return the sentence for a body that is too large."""
    return f"One request may hold at most {limit} bytes here."


class OwnOrigin:
    """Middleware that changes things only for a page of our own."""

    def __init__(self, get_response: GetResponse) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or refuse a change that another site asks for."""
        if request.method not in READING and not _is_own(request):
            return refuse(request, 403, "Another site asked for this. Only Ilium's own pages may.")
        return self._get_response(request)


def _is_own(request: HttpRequest) -> bool:
    """Tell whether the browser says that one of our pages asks; what is no browser says nothing."""
    origin = request.headers.get("Origin")
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    return site in ("same-origin", "none") and origin in (None, f"{request.scheme}://{request.get_host()}")


class Csrf(CsrfViewMiddleware):
    """Django's check of the token, from which no view is exempt: neither the API's nor anyone's."""

    def process_view(
        self, request: HttpRequest, callback: Callable[..., HttpResponseBase], callback_args: Any, callback_kwargs: Any
    ) -> HttpResponseForbidden | None:
        """Check the token of every request that changes something."""
        return super().process_view(request, _not_exempt, callback_args, callback_kwargs)


def _not_exempt() -> HttpResponse:
    raise AssertionError("stands for a view without an exemption, and is never called")
