"""The form "About your pain"."""

from collections.abc import Iterator

import msgspec
from django import forms
from django.http import QueryDict

from ilium.app.profile import SPOTS, PrintedRange
from ilium.record.events import ProfileChanged
from ilium.web.pages.fields import choice, no_page_errors, rating

SIDES = (("left", "Left"), ("right", "Right"), ("both", "Both sides"), ("unsure", "Not sure"))
WORSE = (("left", "The left"), ("right", "The right"), ("same", "About the same"))
SURFACES = (("floor", "On the floor, on a mat or rug"), ("firm-bed", "On a firm bed"))
TRACKS = (("gradual", "Build up gently"), ("published", "As the routine prints it"))


class ProfileForm(forms.Form):
    """Everything a `ProfileChanged` says; nothing is ticked beforehand except what has a calm default."""

    use_required_attribute = False

    side = choice("Where does it hurt?", SIDES, "Choose left, right, both, or not sure.")
    worse = choice("Which side is worse?", WORSE, "Choose one of these.", required=False)
    finger = choice(
        "Point with one finger: where is the worst spot?",
        (*((spot.id, spot.words) for spot in SPOTS), ("none", "Somewhere else, or I cannot say")),
        "Choose a spot, or the last answer.",
        required=False,
    )
    pain_now = rating("How much does it hurt now?", "Pain now")
    pain_usual = rating("How much has it usually hurt this last week?", "Usual pain")
    surface = choice("Where will you lie?", SURFACES, "Choose the floor or a firm bed.")
    track = choice("How do you want to begin?", TRACKS, "Choose one of the two.")

    def clean_worse(self) -> str:
        """Ask which side is worse only where both hurt."""
        worse = str(self.cleaned_data["worse"])
        if self.cleaned_data.get("side") == "both" and not worse:
            raise forms.ValidationError("Choose the worse side, or “about the same”.")
        return worse

    @property
    def said(self) -> dict[str, object]:
        """What a valid form says, in the words of `ProfileChanged`."""
        both = self.cleaned_data["side"] == "both"
        worse, finger = self.cleaned_data["worse"], self.cleaned_data["finger"]
        return {
            **self.cleaned_data,
            "worse": worse if both and worse != "same" else None,
            "finger": finger if finger not in ("", "none") else None,
        }


def values_of(profile: ProfileChanged | None) -> dict[str, object]:
    """Return what the form shows of a profile that was said before.

    Before the first, sides, pain and surface stay open, and the gradual track is chosen, as the programme's default.
    Source: our choice, not validated.
    """
    if profile is None:
        return {"track": "gradual"}
    values = {name: getattr(profile, name) for name in ("side", "pain_now", "pain_usual", "surface", "track")}
    return values | {"worse": profile.worse or "same", "finger": profile.finger or "none"}


class PrintedRow(msgspec.Struct, frozen=True):
    """The two fields of one exercise whose dose is printed as a range."""

    name: str
    sets: forms.BoundField
    repetitions: forms.BoundField


class PrintedForm(forms.Form):
    """How much of each printed range; nothing chosen is its lower end.

    Parameters
    ----------
    ranges : tuple of PrintedRange
        What there is to choose from.
    """

    use_required_attribute = False

    def __init__(
        self, data: QueryDict | None, profile: ProfileChanged | None, ranges: tuple[PrintedRange, ...]
    ) -> None:
        super().__init__(data)
        self._ranges, chosen = ranges, profile.printed if profile else {}
        for one in ranges:
            said = chosen.get(one.exercise)
            self.fields[f"sets-{one.exercise}"] = _number("Sets", one.sets, said.sets if said else None)
            field = _number("Repetitions", one.repetitions, said.repetitions if said else None)
            self.fields[f"repetitions-{one.exercise}"] = field

    def rows(self) -> Iterator[PrintedRow]:
        """Yield the fields, by exercise."""
        for one in self._ranges:
            yield PrintedRow(one.name, self[f"sets-{one.exercise}"], self[f"repetitions-{one.exercise}"])

    @property
    def said(self) -> dict[str, dict[str, int]]:
        """What a valid form says, as ``printed`` of `ProfileChanged`."""
        return {
            one.exercise: {
                "sets": self.cleaned_data[f"sets-{one.exercise}"] or one.sets[0],
                "repetitions": self.cleaned_data[f"repetitions-{one.exercise}"] or one.repetitions[0],
            }
            for one in self._ranges
        }


def _number(label: str, printed: tuple[int, int], chosen: int | None) -> forms.TypedChoiceField:
    low, high = printed
    return forms.TypedChoiceField(
        label=label,
        choices=[(number, str(number)) for number in range(low, high + 1)],
        coerce=int,
        empty_value=None,
        required=False,
        initial=chosen or low,
        error_messages=no_page_errors(f"Choose a number from {low} to {high}."),
    )
