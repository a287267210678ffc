"""``/stills/…``: the key poses as pictures; see `ilium.figure.stills` for the scheme."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from ilium.anatomy import Side
from ilium.anatomy.errors import SpecificationError
from ilium.exercises.loader import load_library
from ilium.figure import stills
from ilium.figure.stills import CAMERA, Picture, load_index
from ilium.web.static_files import FOR_EVER


@require_safe
def still(request: HttpRequest, exercise: str, variant: str, phase: str, side: str) -> HttpResponse:
    """Return one still; one that is asked for by its version may be kept for ever."""
    if side not in list(Side):
        raise Http404
    try:
        content = stills.still(exercise, variant, phase, Side(side))
        fresh = request.GET.get("v") == stills.version(exercise, variant, phase)
    except SpecificationError as error:
        raise Http404 from error
    response = HttpResponse(content, content_type="image/png")
    response["Cache-Control"] = FOR_EVER if fresh else "no-cache"
    return response


def path_of(picture: Picture) -> str:
    """Return the address of a still without its version."""
    return reverse("still", args=[picture.exercise, picture.variant, picture.phase, picture.side.value])


def address(picture: Picture) -> str:
    """Return the address of a still, with its version."""
    return f"{path_of(picture)}?v={picture.version}"


def kept_stills() -> list[str]:
    """Return the addresses of the stills that a device keeps, for either side.

    Of every variant the main pose; and of those that a camera can measure the start as it sees it, for the guide that
    says where the phone goes.
    """
    variants = [(exercise, variant) for exercise in load_library().exercises for variant in exercise.variant]
    found = [stills.main_picture(exercise, variant, side) for exercise, variant in variants for side in Side]
    guide = [
        reverse("still", args=[exercise.id, variant.id, CAMERA, side.value])
        for exercise, variant in variants
        if f"{exercise.id}.{variant.id}" in load_index()
        and variant.camera is not None
        and variant.camera.trust != "never"
        for side in Side
    ]
    return sorted({*guide, *(path_of(picture) for picture in found if picture)})
