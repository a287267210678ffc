"""Each page links the style sheets whose classes it has, and no other."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from ilium.web import vite

ROOT = Path(__file__).parents[3]
STYLES = ROOT / "frontend" / "src" / "styles"
TEMPLATES = Path(vite.__file__).parent / "templates"
COMMENT, FIELD = re.compile(r"/\*.*?\*/", re.DOTALL), re.compile(r"{%.*?%}|{{.*?}}")


def classes_of(css: str) -> set[str]:
    return set(re.findall(r"\.([a-z][\w-]*)", COMMENT.sub("", css)))


EVERYWHERE = classes_of((STYLES / "base.css").read_text() + (STYLES / "pages.css").read_text())
SHEETS = {file.stem: classes_of(file.read_text()) - EVERYWHERE for file in (STYLES / "pages").iterdir()}
PAGES = [file for file in TEMPLATES.rglob("*.html") if 'extends "base.html"' in file.read_text()]


def parts(template: str) -> Iterator[str]:
    """Yield the text of a template and of what it includes."""
    text = (TEMPLATES / template).read_text()
    yield text
    for included in re.findall(r'{% include "([^"]+)"', text):
        yield from parts(included)


def used(template: str) -> set[str]:
    found = re.findall(r'class="([^"]*)"', " ".join(parts(template)))
    return {name for names in found for name in re.findall(r"[a-z][\w-]*", FIELD.sub(" ", names) + " " + names)}


@pytest.mark.parametrize("page", PAGES, ids=lambda file: file.stem)
def test_a_page_links_the_sheets_of_its_classes(page: Path) -> None:
    name = page.relative_to(TEMPLATES).as_posix()
    linked = {sheet for names in re.findall(r"{% page_css '([^']*)' %}", page.read_text()) for sheet in names.split()}
    assert linked == {sheet for sheet, classes in SHEETS.items() if classes & used(name)}


def test_every_sheet_is_linked() -> None:
    assert set(SHEETS) == {sheet for page in PAGES for sheet, classes in SHEETS.items() if classes & used(str(page))}
    assert len(SHEETS) > 5
