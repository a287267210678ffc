"""The forms of the Settings page: how to be guided, and what is the person's own."""

import re
from collections.abc import Sequence
from datetime import time

import msgspec
from django import forms

from ilium.record.events import WEEK, Phone, Settings
from ilium.screening.model import Locale
from ilium.web.pages.fields import choice, no_page_errors

RATES = (("slow", "Slow"), ("normal", "Normal"), ("quick", "Quick"))
BREATHS = (("slow", "Slow"), ("medium", "Medium"), ("quick", "Quicker"), ("free", "As I like, no pacing"))
GUIDANCE = (
    ("fades", "Less, as I come to know it"),
    ("short", "In short at least"),
    ("full", "Everything, every time"),
)
READINESS = (("lead-in", "Ilium counts me in"), ("tap", "I tap when I am ready"))
LEAD_INS = tuple((n, f"{n} seconds") for n in (5, 10, 15, 20, 30, 45, 60, 90, 120))
THEMES = (("device", "As this device"), ("light", "Light"), ("dark", "Dark"))
TEXTS = (("normal", "Normal"), ("large", "Large"), ("larger", "Larger"))
DAYS = tuple(zip(WEEK, ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), strict=True))
BAD_NUMBER = "Type a phone number: digits and spaces, with a + in front if you like."


class GuideForm(forms.Form):
    """How to be guided, and the country: also offered folded away on "About your pain"."""

    use_required_attribute = False

    voice = forms.BooleanField(label="A voice that guides me", required=False)
    rate = choice("How fast does the voice speak?", RATES, "Choose a speed.")
    sound = forms.BooleanField(label="Soft tones at start and end", required=False)
    guidance = choice("How much does it explain?", GUIDANCE, "Choose one of the three.")
    breath = choice("Breathing pace", BREATHS, "Choose a pace.")
    readiness = choice("How does each exercise start?", READINESS, "Choose one of the two.")
    lead_in_seconds = forms.TypedChoiceField(
        label="Time to get into place", choices=LEAD_INS, coerce=int, error_messages=no_page_errors("Choose a time.")
    )
    locale = forms.ChoiceField(
        label="Country, for the help numbers", error_messages=no_page_errors("Choose a country.")
    )

    def set_locales(self, locales: Sequence[Locale]) -> None:
        """Offer these countries."""
        field = self.fields["locale"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(locale.id, locale.name) for locale in locales]


class OwnForm(forms.Form):
    """The look, the person's own numbers, and the reminder."""

    use_required_attribute = False

    theme = choice("Colours", THEMES, "Choose one of the three.")
    text = choice("Size of the words", TEXTS, "Choose a size.")
    raised_hand = forms.BooleanField(label="A raised hand pauses", required=False)
    record_landmarks = forms.BooleanField(label="Keep where my joints are", required=False)
    figure = forms.BooleanField(label="Show the moving figure", required=False)
    emergency = forms.CharField(label="Your own emergency number", required=False, max_length=40)
    advice = forms.CharField(label="Your own number for advice", required=False, max_length=40)
    amber = forms.BooleanField(label="A clinician told me to make an exercise easier first", required=False)
    remind = forms.BooleanField(label="A reminder in my own calendar", required=False)
    reminder = forms.TimeField(
        label="At what time?",
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": "Type a time such as 18:30."},
    )
    reminder_days = forms.MultipleChoiceField(
        label="On which days?",
        choices=DAYS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose days of the week."},
    )

    def clean_emergency(self) -> str | None:
        """Return the number tidied."""
        return tidy_number(self.cleaned_data["emergency"])

    def clean_advice(self) -> str | None:
        """Return the number tidied."""
        return tidy_number(self.cleaned_data["advice"])

    def clean_amber(self) -> str:
        """Return the policy's name."""
        return "traffic-light" if self.cleaned_data["amber"] else "strict"

    def clean_reminder(self) -> str | None:
        """Return the time as ``HH:MM``; None where there shall be no reminder."""
        at: time | None = self.cleaned_data["reminder"]
        if not self.cleaned_data.get("remind"):
            return None
        if at is None:
            raise forms.ValidationError("Type a time, or untick the reminder.")
        return f"{at:%H:%M}"

    def clean_reminder_days(self) -> tuple[str, ...]:
        """Ask for a day where there shall be a reminder."""
        days = tuple(self.cleaned_data["reminder_days"])
        if self.cleaned_data.get("remind") and not days:
            raise forms.ValidationError("Choose one day or more, or untick the reminder.")
        return days or WEEK


def tidy_number(typed: str) -> str | None:
    """Return a telephone number with single spaces between its groups; None for an empty one.

    Raises
    ------
    ValidationError
        When it is none.

    Examples
    --------
    >>> tidy_number("+49 (0)30-1234")
    '+49 0 30 1234'
    """
    number = " ".join(re.sub(r"[-./()\s]", " ", typed).split())
    if not number:
        return None
    try:
        return msgspec.convert(number, Phone)
    except msgspec.ValidationError:
        raise forms.ValidationError(BAD_NUMBER) from None


def values_of(settings: Settings, locale: str) -> dict[str, object]:
    """Return what the forms show of settings; ``locale`` is the country where none was chosen."""
    values: dict[str, object] = msgspec.to_builtins(settings)
    shown = {"locale": settings.locale or locale, "remind": settings.reminder is not None}
    return values | shown | {"reminder": settings.reminder or "18:00", "amber": settings.amber != "strict"}


def settings_from(old: Settings, *said: forms.Form) -> Settings:
    """Return the settings that valid forms say; what they do not ask stays as it was."""
    new = {name: value for form in said for name, value in form.cleaned_data.items() if name != "remind"}
    return msgspec.convert(msgspec.to_builtins(old) | new, Settings)
