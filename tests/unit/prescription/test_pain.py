"""The pain rules: total, disjoint, strict."""

import itertools
from datetime import UTC, datetime

import pytest

from ilium.anatomy import PainSide
from ilium.anatomy.errors import PlanError
from ilium.cuesheet.pain_table import compile_gate, compile_pain_table
from ilium.cuesheet.phrases import load_phrases
from ilium.exercises.loader import load_library
from ilium.prescription.loader import load_rules
from ilium.prescription.model import Mode, PlanRequest
from ilium.prescription.pain import Policy, Zone, gate, outcome, zone
from ilium.prescription.plan import plan
from ilium.screening.assess import example_clearance

RULES = load_rules()
SCALE = range(11)
EVERY = list(itertools.product(SCALE, SCALE))


@pytest.mark.parametrize("mode", Mode)
def test_every_pair_has_exactly_one_zone_by_the_written_rule(mode: Mode) -> None:
    """Each zone's own sentence of decision 34, written out here again, holds for exactly the pairs it is given."""
    for before, now in EVERY:
        rise = now - before
        if mode is Mode.MOBILISE_ONLY:
            red = rise >= 1 and (now >= 7 or rise >= 3)
            claims = {Zone.RED: red, Zone.GREEN: rise < 1, Zone.AMBER: rise in (1, 2) and now <= 6}
        else:
            red = now >= 7 or rise >= 3
            claims = {Zone.RED: red, Zone.GREEN: now <= 6 and rise <= 1, Zone.AMBER: now <= 6 and rise == 2}
        assert sum(claims.values()) == 1, (before, now)
        assert claims[zone(RULES, mode, before=before, now=now, sharp=False)], (before, now)


def test_no_number_stops_later_than_the_ceiling_and_two_points() -> None:
    """Seven or a rise of three is red, and a rise of two is not green, in every session that may begin."""
    for mode, before, now in itertools.product(Mode, SCALE, SCALE):
        found = zone(RULES, mode, before=before, now=now, sharp=False)
        began_there = mode is Mode.MOBILISE_ONLY and now <= before  # the gate let it begin, and nothing has risen
        assert found is Zone.RED or began_there or (now < 7 and now - before < 3)
        assert found is not Zone.GREEN or now - before < 2


def test_gently_every_rise_ends_the_stretch_and_none_is_eased() -> None:
    """On a sore day one point more leaves the stretch, and no gentlest step has an easier version to go on with."""
    for before, now in EVERY:
        found = outcome(RULES, Mode.MOBILISE_ONLY, before=before, now=now, quality="ache", reds=0)
        assert (found.then == "continue") == (now <= before)
    for side in PainSide:
        request = PlanRequest(side=side, mode=Mode.MOBILISE_ONLY)
        made = plan(load_library(), example_clearance([], datetime(2026, 1, 5, tzinfo=UTC)), request)
        assert made.blocks and all(block.easier is None for block in made.blocks)


@pytest.mark.parametrize("mode", Mode)
def test_a_sharp_kind_is_red_at_any_number(mode: Mode) -> None:
    """Sharp, catching and electric pain are red even at nought."""
    sharp = {kind.id for kind in RULES.quality if kind.sharp}
    assert sharp == {"sharp", "catching", "electric"}
    assert all(zone(RULES, mode, before=b, now=n, sharp=True) is Zone.RED for b, n in EVERY)


@pytest.mark.parametrize("mode", Mode)
def test_only_green_goes_on_with_the_same_exercise(mode: Mode) -> None:
    """With the strict policy amber and red both leave the exercise, for every kind of pain and every pair."""
    for kind in RULES.quality:
        for before, now in EVERY:
            found = outcome(RULES, mode, before=before, now=now, quality=kind.id, reds=0)
            plain = zone(RULES, mode, before=before, now=now, sharp=kind.sharp)
            if kind.outcome is not None:
                assert found.id == kind.outcome and found.then in ("stop-session", "emergency")
            else:
                assert (found.then == "continue") == (plain is Zone.GREEN and kind.offered)


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("policy", Policy)
def test_a_kind_that_was_not_said_is_read_at_least_as_strictly_as_an_ache(mode: Mode, policy: Policy) -> None:
    """It is no choice on the screen; its number decides, and no number of it is green."""
    (unsaid,) = [kind.id for kind in RULES.quality if not kind.offered]
    worse = ("green", "centralised", "amber", "red")
    for before, now in EVERY:
        for reds in (0, 1):
            found, ache = (
                outcome(RULES, mode, before=before, now=now, quality=kind, reds=reds, policy=policy)
                for kind in (unsaid, "ache")
            )
            assert found.mark != "green"
            assert worse.index(found.mark) >= worse.index(ache.mark), (before, now)
            assert found.counts_red == ache.counts_red


def test_the_second_red_ends_the_session() -> None:
    """A red after a red stops the session; an amber after a red stops the exercise only."""
    assert outcome(RULES, Mode.FULL, before=3, now=8, quality="ache", reds=0).then == "stop-exercise"
    assert outcome(RULES, Mode.FULL, before=3, now=8, quality="ache", reds=1).then == "stop-session"
    assert outcome(RULES, Mode.FULL, before=3, now=5, quality="ache", reds=1).then == "stop-exercise"


def test_the_gate_by_hand() -> None:
    """Eight and more: no session. Six and seven: the stretches alone. Below: everything."""
    assert [gate(RULES, pain).mode for pain in SCALE] == ["full"] * 6 + ["mobilise-only"] * 2 + ["none"] * 3
    assert [row.mode for row in compile_gate(RULES)] == ["full"] * 6 + ["mobilise-only"] * 2 + [None] * 3


@pytest.mark.parametrize("policy", Policy)
def test_the_compiled_table_answers_as_the_rules_do(policy: Policy) -> None:
    """Looked up as its docstring says, the table equals the rules for 11 x 11 x every kind x modes x reds."""
    table = compile_pain_table(RULES, load_phrases(), policy)
    outcomes = {o.id: o for o in table.outcomes}
    for mode, (before, now), kind, reds in itertools.product(Mode, EVERY, table.qualities, (0, 1)):
        zones = table.sharp_zones if kind.sharp else table.zones
        zone_of = zones[mode.value][before][now]
        of_green = kind.green_outcome if zone_of == "g" else None
        found = outcomes[kind.outcome or of_green or table.zone_outcome[zone_of]]
        found = outcomes[found.again] if reds and found.again else found
        answer = outcome(RULES, mode, before=before, now=now, quality=kind.id, reds=reds, policy=policy)
        assert found.id == answer.id


def test_after_a_flare_the_gate_lets_only_the_stretches_through() -> None:
    """Less pain than six becomes the stretches alone; from six on nothing changes."""
    assert [gate(RULES, pain, flare=True).mode for pain in SCALE] == ["mobilise-only"] * 8 + ["none"] * 3
    assert gate(RULES, 7, flare=True) == gate(RULES, 7)


def test_the_traffic_light_changes_amber_and_nothing_else() -> None:
    """Green and red are the same under both policies; amber eases first."""
    for before, now in EVERY:
        strict, lenient = (
            outcome(RULES, Mode.FULL, before=before, now=now, quality="ache", reds=0, policy=policy)
            for policy in Policy
        )
        assert (lenient.then == "ease") == (strict.id == "amber")
        assert lenient == strict or strict.id == "amber"


def test_pain_that_moves_up_goes_on_only_where_its_number_is_green() -> None:
    """Centralising never outvotes an amber or a red."""
    for before, now in EVERY:
        plain = outcome(RULES, Mode.FULL, before=before, now=now, quality="ache", reds=0)
        found = outcome(RULES, Mode.FULL, before=before, now=now, quality="up-leg", reds=0)
        assert found.id == ("centralised" if plain.id == "green" else plain.id)


def test_every_outcome_named_exists_and_every_outcome_is_named() -> None:
    """No reference dangles and none is dead."""
    named = {name for k in RULES.quality for name in (k.outcome, k.green_outcome) if name}
    named |= set(RULES.zone_outcome.values()) | {rule.amber for rule in RULES.policy.values()}
    named |= {name for o in RULES.outcome for name in (o.again, o.otherwise) if name}
    assert named == {o.id for o in RULES.outcome}
    assert all((o.stop_why is None) == (o.then in ("continue", "ease", "stop-exercise")) for o in RULES.outcome)
    assert all((o.otherwise is None) == (o.then != "ease") for o in RULES.outcome)


@pytest.mark.parametrize("pain", [-1, 11, 99])
def test_a_rating_off_the_scale_is_refused(pain: int) -> None:
    """Nothing off 0-10 is read."""
    with pytest.raises(PlanError, match="0 to 10"):
        gate(RULES, pain)
    with pytest.raises(PlanError, match="0 to 10"):
        zone(RULES, Mode.FULL, before=3, now=pain, sharp=False)


def test_an_unknown_kind_of_pain_is_refused() -> None:
    """A kind that the rules do not have is not read as the mildest."""
    with pytest.raises(PlanError, match="fizzy"):
        outcome(RULES, Mode.FULL, before=3, now=3, quality="fizzy", reds=0)
