import json
from pathlib import Path

import pytest
from django.template import Context, Template

from ilium.web import vite

MANIFEST = {
    "src/pages/main.ts": {"file": "assets/pages-1.js", "css": ["assets/pages-1.css"], "isEntry": True},
    "src/player/main.ts": {
        "file": "assets/player-2.js",
        "css": ["assets/player-2.css"],
        "imports": ["_shared.js", "_deep.js"],
    },
    "_shared.js": {"file": "assets/shared-3.js", "css": ["assets/shared-3.css"], "imports": ["_deep.js"]},
    "_deep.js": {"file": "assets/deep-4.js", "css": ["assets/deep-4.css"], "imports": ["_shared.js"]},
}


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A built front end whose names we know."""
    (tmp_path / "manifest.json").write_text(json.dumps(MANIFEST))
    (tmp_path / "favicon.svg").write_text("<svg/>")
    monkeypatch.setattr(vite, "APP", tmp_path)
    monkeypatch.setattr(vite, "MANIFEST", tmp_path / "manifest.json")
    return tmp_path


def rendered(text: str) -> str:
    return Template("{% load vite %}" + text).render(Context())


def test_an_entry_alone(built: Path) -> None:
    assert rendered("{% vite_css 'src/pages/main.ts' %}") == (
        '<link rel="stylesheet" href="/static/app/assets/pages-1.css">'
    )
    assert rendered("{% vite_js 'src/pages/main.ts' %}") == (
        '<script type="module" src="/static/app/assets/pages-1.js"></script>'
    )


def test_a_script_for_older_browsers_is_no_module(built: Path) -> None:
    assert rendered("{% vite_classic 'src/pages/main.ts' %}") == (
        '<script src="/static/app/assets/pages-1.js"></script>'
    )


def test_imports_come_before_what_imports_them_and_once(built: Path) -> None:
    assert vite.styles("src/player/main.ts") == [
        "/static/app/assets/deep-4.css",
        "/static/app/assets/shared-3.css",
        "/static/app/assets/player-2.css",
    ]
    assert vite.preloads("src/player/main.ts") == ["/static/app/assets/deep-4.js", "/static/app/assets/shared-3.js"]
    assert rendered("{% vite_js 'src/player/main.ts' %}").splitlines() == [
        '<link rel="modulepreload" href="/static/app/assets/deep-4.js">',
        '<link rel="modulepreload" href="/static/app/assets/shared-3.js">',
        '<script type="module" src="/static/app/assets/player-2.js"></script>',
    ]


def test_a_file_without_a_hash(built: Path) -> None:
    assert rendered("{% vite_public 'favicon.svg' %}") == "/static/app/favicon.svg"
    with pytest.raises(vite.FrontendNotBuilt, match=r"no\.svg"):
        rendered("{% vite_public 'no.svg' %}")


def test_a_new_build_is_seen_without_a_restart(built: Path) -> None:
    assert vite.script("src/pages/main.ts").endswith("pages-1.js")
    (built / "manifest.json").write_text('{"src/pages/main.ts": {"file": "assets/pages-longer-name.js"}}')
    assert vite.script("src/pages/main.ts").endswith("pages-longer-name.js")


@pytest.mark.parametrize("content", [None, "", "{", "[]", '{"src/pages/main.ts": {}}'])
def test_a_front_end_that_was_not_built_is_said_with_what_to_do(built: Path, content: str | None) -> None:
    (built / "manifest.json").unlink()
    if content is not None:
        (built / "manifest.json").write_text(content)
    with pytest.raises(vite.FrontendNotBuilt, match=r"python3 dev\.py run"):
        vite.script("src/pages/main.ts")


def test_an_unknown_entry_names_those_there_are(built: Path) -> None:
    with pytest.raises(vite.FrontendNotBuilt, match=r"it has .*src/pages/main\.ts"):
        vite.styles("src/no.ts")
