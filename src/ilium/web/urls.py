"""Every address of the server."""

from django.urls import URLPattern, URLResolver, include, path

from ilium.web.health import healthz, readyz
from ilium.web.service_worker import service_worker
from ilium.web.static_files import CAMERA, camera_file, static_file
from ilium.web.still_view import still

handler400 = "ilium.web.errors.bad_request"
handler403 = "ilium.web.errors.forbidden"
handler404 = "ilium.web.errors.not_found"
handler500 = "ilium.web.errors.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/", include("ilium.web.api_routes")),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("sw.js", service_worker, name="service-worker"),
    path(f"static/{CAMERA}<path:path>", camera_file, name="camera-file"),
    path("stills/<slug:exercise>/<slug:variant>/<slug:phase>/<slug:side>.png", still, name="still"),
    path("static/<path:path>", static_file, name="static"),
    path("", include("ilium.web.pages.urls")),
]
