"""The documents as the tests read them: pages, their fenced blocks, links and headings."""

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
#: Every page that a person reads.
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
#: Stands alone above a block that a test cannot run, and says why.
NOT_RUN = re.compile(r"<!-- not run: \S.*-->")

_block = re.compile(r"^(?P<indent> *)```(?P<language>\w*)\n(?P<text>.*?)^(?P=indent)```$", re.MULTILINE | re.DOTALL)
_link = re.compile(r"!?\[[^\]]*\]\((?P<target>[^)\s]+)\)")
_source = re.compile(r"<(?:img|source)\b[^>]*?\bsrc(?:set)?=\"(?P<target>[^\"]+)\"")


@dataclass(frozen=True)
class Block:
    """One fenced block of a page.

    ``before`` is the text between the block before it and this one; ``line`` is where it stands.
    """

    page: Path
    language: str
    text: str
    before: str
    line: int

    @property
    def name(self) -> str:
        return f"{name(self.page)}:{self.line}"

    @property
    def runs(self) -> bool:
        last = self.before.strip().rsplit("\n", 1)[-1]
        return not NOT_RUN.fullmatch(last)


def name(page: Path) -> str:
    """Return a page's name for a test's id."""
    return page.relative_to(ROOT).as_posix()


def read(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def blocks(page: Path, *languages: str) -> list[Block]:
    """Return the fenced blocks of a page in these languages, in order; without a language, all of them."""
    text, end, found = read(page), 0, []
    for match in _block.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        found.append(Block(page, match["language"], match["text"], text[end : match.start()], line))
        end = match.end()
    return [block for block in found if not languages or block.language in languages]


def prose(page: Path) -> str:
    """Return a page without its fenced blocks."""
    return _block.sub("", read(page))


def targets(page: Path) -> list[str]:
    """Return what a page links to and which pictures it shows."""
    text = re.sub(r"`[^`\n]*`", "", prose(page))
    return [match["target"] for pattern in (_link, _source) for match in pattern.finditer(text)]


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as Git hosts make them."""
    headings = re.findall(r"^#{1,6} +(.+?)\s*$", prose(page), flags=re.MULTILINE)
    plain = [re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings]
    return {f"{anchor}-{plain[:place].count(anchor)}".removesuffix("-0") for place, anchor in enumerate(plain)}
