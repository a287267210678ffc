"""The next-morning question."""

from django import forms

from ilium.web.pages.fields import rating

WOKEN = (("yes", "Yes"), ("no", "No"))


class MorningForm(forms.Form):
    """Pain this morning, and whether it woke the person."""

    use_required_attribute = False

    pain = rating("How much does it hurt now?", "Pain")
    woken = forms.ChoiceField(
        label="Did the pain wake you more than usual?",
        choices=WOKEN,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose yes or no."),
    )

    @property
    def said(self) -> dict[str, object]:
        """What a valid form says, in the words of `NextMorningAnswered`."""
        return {"pain": self.cleaned_data["pain"], "woken": self.cleaned_data["woken"] == "yes"}
