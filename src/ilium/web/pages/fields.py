"""Fields that several forms have, and what is still open in a form."""

from collections.abc import Sequence

import msgspec
from django import forms

RATINGS = tuple((n, str(n)) for n in range(11))


class FormError(msgspec.Struct, frozen=True):
    """Something still open: where on the page, and what to do."""

    anchor: str
    text: str


def no_page_errors(text: str) -> dict[str, str]:
    """Return the same words for a choice that is missing and for one that the page does not offer."""
    return {"required": text, "invalid_choice": text}


def choice(label: str, choices: Sequence[tuple[str, str]], missing: str, **options: object) -> forms.ChoiceField:
    """Return a list of radio buttons; ``missing`` asks for an answer."""
    return forms.ChoiceField(
        label=label,
        choices=choices,
        widget=forms.RadioSelect,
        error_messages=no_page_errors(missing),
        **options,  # type: ignore[arg-type]
    )


def rating(label: str, when: str) -> forms.TypedChoiceField:
    """Return a 0-10 scale; ``when`` begins the sentence that asks for it again."""
    errors = no_page_errors(f"{when}: choose a number from 0 to 10.")
    radios = forms.RadioSelect
    return forms.TypedChoiceField(label=label, choices=RATINGS, coerce=int, widget=radios, error_messages=errors)


def form_errors(*shown: forms.Form) -> tuple[FormError, ...]:
    """Return what is still open in forms, each with its place on the page."""
    found = [item for form in shown for item in form.errors.items()]
    return tuple(FormError(f"field_{name}", str(error)) for name, errors in found for error in errors)
