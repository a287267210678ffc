"""Ways through the pages that several browser tests take."""

from playwright.sync_api import Page, expect


def answer_screening(page: Page, *, yes: dict[str, str] | None = None) -> None:
    """Answer every page of the screening: "none of these", but for the items in ``yes`` (item id to side or "")."""
    wanted = yes or {}
    while page.locator("form .progress").count() and page.locator("#none").count():
        here = [item for item in wanted if page.locator(f"#yes_{item}").count()]
        if page.locator("#lead_no").count():
            page.check("#lead_no")
        for item in here:
            page.check(f"#yes_{item}")
            if wanted[item]:
                page.check(f"#side_{item}_{wanted[item]}")
        if not here and not page.locator("#lead_no").count():
            page.check("#none")
        page.get_by_role("button", name="Next").click()


def say_where_it_hurts(page: Page, *, side: str = "right", track: str = "gradual", **more: str) -> None:
    """Fill in the page about the pain and save it."""
    values = {"side": side, "pain_now": "3", "pain_usual": "4", "surface": "floor", "track": track, **more}
    for name, value in values.items():
        page.check(f'input[name="{name}"][value="{value}"]', force=True)
    page.get_by_role("button", name="Save").click()


def set_up(page: Page, *, side: str = "right", track: str = "gradual", **more: str) -> None:
    """Go from the first page to a Today that is ready to start."""
    page.goto("/")
    page.get_by_role("link", name="Start with a few questions").or_(
        page.get_by_role("button", name="Start with a few questions")
    ).click()
    answer_screening(page)
    page.goto("/about-pain/")
    say_where_it_hurts(page, side=side, track=track, **more)
    page.goto("/")
    expect(page.get_by_role("button", name="Nothing new – start")).to_be_visible()
