"""The day on which somebody examined the person."""

from datetime import date

from django import forms


class ExaminedForm(forms.Form):
    """One day, neither before the answer that holds nor after today."""

    use_required_attribute = False

    day = forms.DateField(
        label="On which day?",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages=dict.fromkeys(("required", "invalid"), "Choose the day on which somebody examined you."),
    )

    def between(self, first: date, last: date) -> "ExaminedForm":
        """Return the form for the days from ``first`` to ``last``."""
        self.first, self.last = min(first, last), last
        self.fields["day"].widget.attrs.update(min=self.first.isoformat(), max=last.isoformat())
        return self

    def clean_day(self) -> date:
        """Return the day, or say between which it must lie."""
        day: date = self.cleaned_data["day"]
        if not self.first <= day <= self.last:
            raise forms.ValidationError(f"Choose a day from {self.first:%-d %B %Y} to {self.last:%-d %B %Y}.")
        return day
