"""The form "About your pain"."""

from collections.abc import Sequence

from django import forms

from ilium.app.profile import SPOTS
from ilium.record.events import ProfileChanged
from ilium.screening.model import Locale
from ilium.web.pages.screening_form import FormError

RATINGS = tuple((n, str(n)) for n in range(11))
SIDES = (("left", "Left"), ("right", "Right"), ("both", "Both sides"), ("unsure", "Not sure"))
WORSE = (("left", "The left"), ("right", "The right"), ("same", "About the same"))
SURFACES = (("floor", "On the floor, on a mat or rug"), ("firm-bed", "On a firm bed"))
TRACKS = (("gradual", "Build up gently"), ("published", "As the routine prints it"))
BREATHS = (("slow", "Slow"), ("medium", "Medium"), ("quick", "Quicker"), ("free", "As I like, no pacing"))
READINESS = (("lead-in", "Ilium counts me in"), ("tap", "I tap when I am ready"))
LEAD_INS = tuple((n, f"{n} seconds") for n in (5, 10, 15, 20, 30, 45, 60, 90, 120))
#: Fields folded away, because their first values suit most people.
FOLDED = ("voice", "sound", "breath", "readiness", "lead_in_seconds", "locale")


def _choice(label: str, choices: Sequence[tuple[str, str]], missing: str, **options: object) -> forms.ChoiceField:
    errors = {"required": missing, "invalid_choice": missing}
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, error_messages=errors, **options)  # type: ignore[arg-type]


def rating(label: str, when: str) -> forms.TypedChoiceField:
    """Return a 0-10 scale; ``when`` begins the sentence that asks for it again."""
    errors = dict.fromkeys(("required", "invalid_choice"), f"{when}: choose a number from 0 to 10.")
    radios = forms.RadioSelect
    return forms.TypedChoiceField(label=label, choices=RATINGS, coerce=int, widget=radios, error_messages=errors)


class ProfileForm(forms.Form):
    """Everything a `ProfileChanged` says; nothing is ticked beforehand except what has a calm default."""

    use_required_attribute = False

    side = _choice("Where does it hurt?", SIDES, "Choose left, right, both, or not sure.")
    worse = _choice("Which side is worse?", WORSE, "Choose one of these.", required=False)
    finger = _choice(
        "Point with one finger: where is the worst spot?",
        (*((spot.id, spot.words) for spot in SPOTS), ("none", "Somewhere else, or I cannot say")),
        "Choose a spot, or the last answer.",
        required=False,
    )
    pain_now = rating("How much does it hurt now?", "Pain now")
    pain_usual = rating("How much has it usually hurt this last week?", "Usual pain")
    surface = _choice("Where will you lie?", SURFACES, "Choose the floor or a firm bed.")
    track = _choice("How do you want to begin?", TRACKS, "Choose one of the two.")
    voice = forms.BooleanField(label="A voice that guides me", required=False)
    sound = forms.BooleanField(label="Soft tones at start and end", required=False)
    breath = _choice("Breathing pace", BREATHS, "Choose a pace.")
    readiness = _choice("How does each exercise start?", READINESS, "Choose one of the two.")
    lead_in_seconds = forms.TypedChoiceField(
        label="Time to get into place", choices=LEAD_INS, coerce=int, error_messages={"required": "Choose a time."}
    )
    locale = forms.ChoiceField(label="Country, for the help numbers", error_messages={"required": "Choose a country."})

    def set_locales(self, locales: Sequence[Locale]) -> None:
        """Offer these countries."""
        field = self.fields["locale"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(locale.id, locale.name) for locale in locales]

    def clean_worse(self) -> str:
        """Ask which side is worse only where both hurt."""
        worse = str(self.cleaned_data["worse"])
        if self.cleaned_data.get("side") == "both" and not worse:
            raise forms.ValidationError("Choose the worse side, or “about the same”.")
        return worse

    @property
    def said(self) -> dict[str, object]:
        """What a valid form says, in the words of `ilium.app.profile.change_profile`."""
        both = self.cleaned_data["side"] == "both"
        worse, finger = self.cleaned_data["worse"], self.cleaned_data["finger"]
        return {
            **self.cleaned_data,
            "worse": worse if both and worse != "same" else None,
            "finger": finger if finger not in ("", "none") else None,
        }

    @property
    def settings_open(self) -> bool:
        """Whether something in the folded part is still open."""
        return any(name in self.errors for name in FOLDED)


def first_values(locale: str) -> dict[str, object]:
    """Return what the form shows before anything was said; sides, pain and surface stay open.

    Source: our choice, not validated; the gradual track is the default of the programme.
    """
    return {
        "track": "gradual",
        "voice": True,
        "sound": True,
        "breath": "medium",
        "readiness": "lead-in",
        "lead_in_seconds": 20,
        "locale": locale,
    }


def values_of(profile: ProfileChanged) -> dict[str, object]:
    """Return what the form shows of a profile that was said before."""
    names = ("side", "pain_now", "pain_usual", "surface", "track", *FOLDED)
    values = {name: getattr(profile, name) for name in names}
    return values | {"worse": profile.worse or "same", "finger": profile.finger or "none"}


def form_errors(form: forms.Form) -> tuple[FormError, ...]:
    """Return what is still open in a form, each with its place on the page."""
    return tuple(FormError(f"field_{name}", str(error)) for name, found in form.errors.items() for error in found)
