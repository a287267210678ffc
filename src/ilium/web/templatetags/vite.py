"""``{% load vite %}``: the built front end in a template.

``{% vite_css ENTRY %}`` and ``{% vite_js ENTRY %}`` write the link and script elements of an entry such as
``src/pages/main.ts``, ``{% vite_classic ENTRY %}`` a script that older browsers can read, too.
``{% page_css NAMES %}`` links the style sheets of single pages, such as ``'history charts'``.
``{% vite_public NAME %}`` writes the address of a file such as ``favicon.svg``.
"""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from ilium.web import vite

register = template.Library()


@register.simple_tag
def vite_css(entry: str) -> SafeString:
    """Return the link elements of an entry's style sheets."""
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', ((href,) for href in vite.styles(entry)))


@register.simple_tag
def page_css(names: str) -> SafeString:
    """Return the link elements of style sheets of ``src/styles/pages``, named with spaces between."""
    return format_html_join("\n", "{}", ((vite_css(f"src/styles/pages/{name}.css"),) for name in names.split()))


@register.simple_tag
def vite_js(entry: str) -> SafeString:
    """Return the script element of an entry, and what lets the browser fetch its imports at once."""
    links = format_html_join("", '<link rel="modulepreload" href="{}">\n', ((href,) for href in vite.preloads(entry)))
    return links + format_html('<script type="module" src="{}"></script>', vite.script(entry))


@register.simple_tag
def vite_classic(entry: str) -> SafeString:
    """Return the script element of an entry that older browsers can read, too, and that runs before any module."""
    return format_html('<script src="{}"></script>', vite.script(entry))


@register.simple_tag
def vite_public(name: str) -> str:
    """Return the address of a file that is built without a hash."""
    return vite.public(name)
