"""What the linter says: one finding, and where a text of an exercise stands."""

from collections.abc import Iterator
from typing import Literal

import msgspec

from ilium.exercises.model import Exercise, Form, Variant


class Finding(msgspec.Struct, frozen=True, order=True):
    """One thing to mend: the file, the key in it, and why."""

    file: str
    key: str
    reason: str

    def __str__(self) -> str:
        """Return it as one line."""
        return f"{self.file}: {self.key}: {self.reason}"


#: A finding of one file: its key and its reason.
Note = tuple[str, str]


class PersonText(msgspec.Struct, frozen=True, kw_only=True):
    """One text for a person.

    ``kind``: read, or spoken aloud; ``sided``: it may name limbs by role; ``optional``: it may be empty.
    """

    key: str
    words: str
    kind: Literal["read", "spoken"] = "read"
    sided: bool = False
    optional: bool = False


def texts(exercise: Exercise) -> Iterator[PersonText]:
    """Yield every text of an exercise that a person reads or hears."""
    for key in ("name", "summary", "why", "feel"):
        yield PersonText(key=key, words=getattr(exercise, key))
    yield from _numbered("targets", exercise.targets)
    yield from _numbered("cautions", exercise.cautions)
    yield PersonText(key="breath.say", words=exercise.breath.say, kind="spoken")
    yield PersonText(key="published.frequency", words=exercise.published.frequency, optional=True)
    if exercise.published.doubt is not None:
        yield PersonText(key="published.doubt.say", words=exercise.published.doubt.say, kind="spoken")
    for number, variant in enumerate(exercise.variant):
        yield from variant_texts(variant, f"variant[{number}]")
    if exercise.ends is not None:
        yield PersonText(key="ends.say", words=exercise.ends.say)
    for number, rung in enumerate(exercise.rung):
        yield PersonText(key=f"rung[{number}].label", words=rung.label)
    for number, form in enumerate(exercise.form):
        yield from _form_texts(exercise, form, f"form[{number}]")


def variant_texts(variant: Variant, key: str) -> Iterator[PersonText]:
    """Yield every text of a variant; ``key`` is where the variant stands."""
    sided = not variant.symmetric
    yield PersonText(key=f"{key}.name", words=variant.name)
    for name in ("setup", "switch"):
        for number, line in enumerate(getattr(variant, name)):
            yield PersonText(key=f"{key}.{name}[{number}]", words=line, kind="spoken", sided=sided)
    yield PersonText(key=f"{key}.from_harder", words=variant.from_harder, kind="spoken", sided=sided, optional=True)
    for number, phase in enumerate(variant.phase):
        place = f"{key}.phase[{number}]"
        yield PersonText(key=f"{place}.say", words=phase.say, kind="spoken", sided=sided)
        yield PersonText(key=f"{place}.short", words=phase.short, kind="spoken", sided=sided, optional=True)
        yield PersonText(key=f"{place}.pose", words=phase.pose, sided=sided)
    for number, eased in enumerate(variant.eased):
        place = f"{key}.eased[{number}]"
        yield PersonText(key=f"{place}.say", words=eased.say, kind="spoken", sided=sided)
        yield PersonText(key=f"{place}.short", words=eased.short, kind="spoken", sided=sided)
        yield PersonText(key=f"{place}.pose", words=eased.pose, sided=sided)
    if (camera := variant.camera) is not None:
        never = camera.trust == "never"
        yield PersonText(key=f"{key}.camera.place", words=camera.place, kind="spoken", sided=sided, optional=never)
        yield PersonText(key=f"{key}.camera.why", words=camera.why, optional=not never)


def _numbered(key: str, lines: tuple[str, ...]) -> Iterator[PersonText]:
    for number, line in enumerate(lines):
        yield PersonText(key=f"{key}[{number}]", words=line)


def _form_texts(exercise: Exercise, form: Form, key: str) -> Iterator[PersonText]:
    variants = [variant for variant in exercise.variant if not form.variant or variant.id in form.variant]
    sided = not any(variant.symmetric for variant in variants)
    yield PersonText(key=f"{key}.fault", words=form.fault, sided=sided)
    yield PersonText(key=f"{key}.cue", words=form.cue, kind="spoken", sided=sided)
