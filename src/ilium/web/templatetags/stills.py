"""``{% load stills %}``: the key poses as pictures; where there is no still, nothing is written.

``{% still_of EXERCISE VARIANT SIDE %}`` writes the small picture of a list, ``{% stills EXERCISE VARIANT SIDE %}`` all
key poses in order. EXERCISE and VARIANT are ids (an empty VARIANT is the one to begin with), SIDE is ``left``,
``right``, or ``both``, which shows the left. ``{% still_of_start EXERCISE VARIANT SIDE %}`` writes the pose that a
variant begins in.
"""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from ilium.anatomy import Side
from ilium.exercises.loader import load_library
from ilium.figure.stills import Picture, main_picture, pictures, start_picture
from ilium.web.still_view import address

register = template.Library()


@register.simple_tag
def still_of(exercise_id: str, variant_id: str, side: str) -> SafeString:
    """Return the picture of an exercise for a list."""
    exercise = load_library().get(exercise_id)
    first = variant_id or exercise.get_rung(exercise.start).part[0].variant
    picture = main_picture(exercise, exercise.get_variant(first), _side(side))
    return _image(picture, "still still--small") if picture else mark_safe("")


@register.simple_tag
def stills(exercise_id: str, variant_id: str, side: str) -> SafeString:
    """Return all key poses of a variant, each with its words as the text for those who do not see it."""
    exercise = load_library().get(exercise_id)
    found = pictures(exercise, exercise.get_variant(variant_id), _side(side))
    if not found:
        return mark_safe("")
    items = format_html_join("", "<li>{}</li>", ((_image(picture, "still"),) for picture in found))
    label = format_html('<p class="soft">{}</p>', found[0].label) if found[0].label else mark_safe("")
    return format_html('<ol class="stills" aria-label="Key poses">{}</ol>{}', items, label)


@register.simple_tag
def still_of_start(exercise_id: str, variant_id: str, side: str, size: str = "small") -> SafeString:
    """Return the picture of the pose that a variant begins in; ``size`` is ``small`` for a list, or ``large``."""
    exercise = load_library().get(exercise_id)
    picture = start_picture(exercise, exercise.get_variant(variant_id), _side(side))
    return _image(picture, "still still--small" if size == "small" else "still") if picture else mark_safe("")


def _side(side: str) -> Side:
    return Side(side) if side in list(Side) else Side.LEFT


def _image(picture: Picture, classes: str) -> SafeString:
    return format_html(
        '<img class="{}" src="{}" alt="{}" width="{}" height="{}" loading="lazy" decoding="async">',
        classes,
        address(picture),
        picture.alt,
        picture.width,
        picture.height,
    )
