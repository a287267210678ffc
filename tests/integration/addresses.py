"""Every address that the server has, with sample values in it, and the forms of its pages."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.urls import URLPattern, URLResolver, get_resolver

SESSION = "00000000-0000-7000-8000-00000000000a"
#: A value for each kind of part that an address may have.
SAMPLES = {"int": "1", "slug": "figure-four", "uuid": SESSION, "path": "app/favicon.svg", "str": "2026-03-01"}


def addresses() -> list[str]:
    """Return one address for each route, from the root of the server's own table."""
    return sorted({f"/{route}" for route in _routes(get_resolver().url_patterns)})


def _routes(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for entry in patterns:
        text = str(entry.pattern)
        for name, converter in entry.pattern.converters.items():
            kind = type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")
            text = text.replace(f"<{kind}:{name}>", SAMPLES[kind])
        assert "<" not in text, f"a part of {text} has no sample"
        if isinstance(entry, URLResolver):
            yield from (text + rest for rest in _routes(entry.url_patterns))
        else:
            yield text


@dataclass
class Form:
    """A form of a page: where it goes, how, and its fields with the values they have at first."""

    action: str
    method: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)

    def first_values(self) -> dict[str, list[str]]:
        return {name: list(values) for name, values in self.fields.items()}


@dataclass
class Markup(HTMLParser):
    """What a page is made of, as far as security asks: forms, links, and whatever could run."""

    forms: list[Form] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    unsafe: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._last: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self._look_for_script(tag, values)
        self.links += [values[name] for name in ("href", "src", "action", "poster", "data") if name in values]
        if tag == "form":
            self.forms.append(Form(values.get("action", ""), values.get("method", "get").lower()))
        elif self.forms and tag == "option" and "selected" in values:
            self._last.append(values["value"])
        elif self.forms and "name" in values and tag in ("input", "select", "textarea", "button"):
            self._take_field(tag, values)

    def _look_for_script(self, tag: str, values: dict[str, str]) -> None:
        if tag in ("style", "iframe", "object", "embed", "base") or (tag == "script" and "src" not in values):
            self.unsafe.append(f"<{tag}>")
        self.unsafe += [f"<{tag} {name}>" for name in values if name.startswith("on") or name == "style"]

    def _take_field(self, tag: str, values: dict[str, str]) -> None:
        self._last = self.forms[-1].fields.setdefault(values["name"], [])
        kind = values.get("type", "")
        if kind == "file":
            self.forms[-1].files.add(values["name"])
        elif tag == "input" and kind not in ("checkbox", "radio") or "checked" in values:
            self._last.append(values.get("value", ""))


def markup(page: bytes) -> Markup:
    """Return what a page is made of."""
    read = Markup()
    read.feed(page.decode())
    read.close()
    return read
