"""The forms of what is asked over time: a day's pain, own activities, heaviness of the legs, the change."""

from collections.abc import Mapping

from django import forms

from ilium.record.events import FunctionRated, PainDayRated
from ilium.web.pages.fields import RATINGS, choice, rating

ACTIVITIES = 3
HEAVY = (
    ("0", "0 · not hard at all"),
    ("1", "1 · a little hard"),
    ("2", "2 · somewhat hard"),
    ("3", "3 · fairly hard"),
    ("4", "4 · very hard"),
    ("5", "5 · I cannot"),
)
CHANGES = (
    ("-5", "−5 · very much worse"),
    ("-4", "−4"),
    ("-3", "−3 · clearly worse"),
    ("-2", "−2"),
    ("-1", "−1 · a little worse"),
    ("0", "0 · the same"),
    ("1", "+1 · a little better"),
    ("2", "+2"),
    ("3", "+3 · clearly better"),
    ("4", "+4"),
    ("5", "+5 · as if it had never been"),
)
PART = "Choose both numbers, or leave the day out."


class DayForm(forms.Form):
    """Pain over one day: its average, of each side where both hurt, and its worst."""

    use_required_attribute = False

    average = rating("Yesterday on average", "Yesterday")
    left = rating("Left side, yesterday on average", "Left side")
    right = rating("Right side, yesterday on average", "Right side")
    worst = rating("Yesterday at its worst", "At its worst")

    def for_sides(self, *, both: bool) -> "DayForm":
        """Ask for each side where both hurt, else for one average."""
        for name in ("average",) if both else ("left", "right"):
            del self.fields[name]
        return self

    def clean_worst(self) -> int:
        """Refuse a worst that is lower than an average."""
        averages = (self.cleaned_data.get(name) for name in ("average", "left", "right"))
        if any(isinstance(value, int) and value > self.cleaned_data["worst"] for value in averages):
            raise forms.ValidationError("The worst cannot be lower than the average.")
        return int(self.cleaned_data["worst"])

    @property
    def is_begun(self) -> bool:
        """Whether any of its numbers was chosen."""
        return any(self.data.get(name) for name in self.fields)

    @property
    def said(self) -> dict[str, object]:
        """What a valid form says, in the words of `PainDayRated` but for its day."""
        said = dict(self.cleaned_data)
        if "average" not in said:
            said["average"] = max(said["left"], said["right"])
        return said


def day_values(said: PainDayRated | None) -> dict[str, object]:
    """Return what the form shows of a day that was rated before."""
    if said is None:
        return {}
    return {"average": said.average, "worst": said.worst, "left": said.left, "right": said.right}


class FunctionForm(forms.Form):
    """The person's own activities with a number each."""

    use_required_attribute = False

    def __init__(self, data: Mapping[str, object] | None = None, before: FunctionRated | None = None) -> None:
        super().__init__(data)
        names = [one.name for one in before.activities] if before else []
        for number in range(1, ACTIVITIES + 1):
            name = names[number - 1] if number <= len(names) else ""
            self.fields[f"name_{number}"] = forms.CharField(
                label=f"Activity {number}", required=False, max_length=80, initial=name
            )
            scale = rating(name or f"Activity {number}", f"Activity {number}")
            scale.required = False
            scale.choices = list(RATINGS)
            self.fields[f"value_{number}"] = scale

    def clean(self) -> dict[str, object]:
        """Ask for a number for each name, and for at least one activity."""
        cleaned: dict[str, object] = super().clean() or {}
        for number in range(1, ACTIVITIES + 1):
            has_name, value = bool(cleaned.get(f"name_{number}")), cleaned.get(f"value_{number}")
            if has_name and value in ("", None) and f"value_{number}" not in self.errors:
                self.add_error(f"value_{number}", f"Activity {number}: choose a number from 0 to 10.")
            if not has_name and value not in ("", None):
                self.add_error(f"name_{number}", f"Activity {number}: write what it is.")
        if not any(cleaned.get(f"name_{number}") for number in range(1, ACTIVITIES + 1)):
            self.add_error("name_1", "Write at least one activity.")
        return cleaned

    @property
    def said(self) -> dict[str, object]:
        """What a valid form says, in the words of `FunctionRated`."""
        pairs = [(self.cleaned_data[f"name_{n}"], self.cleaned_data[f"value_{n}"]) for n in range(1, ACTIVITIES + 1)]
        return {"activities": [{"name": " ".join(name.split()), "value": value} for name, value in pairs if name]}


class HeavinessForm(forms.Form):
    """How hard it was to raise each leg."""

    use_required_attribute = False

    left = choice("Left leg", HEAVY, "Left leg: choose a number from 0 to 5.")
    right = choice("Right leg", HEAVY, "Right leg: choose a number from 0 to 5.")

    @property
    def said(self) -> dict[str, object]:
        """What a valid form says, in the words of `LegHeavinessRated`."""
        return {name: int(self.cleaned_data[name]) for name in ("left", "right")}


class ChangeForm(forms.Form):
    """The change since the beginning."""

    use_required_attribute = False

    value = choice("Compared with the beginning, how is it now?", CHANGES, "Choose a number from −5 to 5.")

    @property
    def said(self) -> dict[str, object]:
        """What a valid form says, in the words of `ChangeRated`."""
        return {"value": int(self.cleaned_data["value"])}
