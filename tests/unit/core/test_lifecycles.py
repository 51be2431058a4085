"""Verdicts and transition tables."""

import pytest

from core.lifecycles.rules import ALLOWED, Lifecycle, Refused, Transition, Verdict, allow_if, ensure, refuse


def nobody(who: str) -> Verdict:
    return allow_if(who == "baas", "Alleen de baas.")


def dry(facts: bool) -> Verdict:
    return allow_if(facts, "Het regent.")


def door(name: str, sources: tuple[str, ...], target: str) -> Transition[bool]:
    return Transition(name, name.capitalize(), sources, target, nobody, dry, f"door_{name}")


DOOR: Lifecycle[bool] = Lifecycle(
    states={"shut": "dicht", "ajar": "op een kier"},
    transitions=(door("open", ("shut",), "ajar"), door("close", ("ajar",), "shut")),
)


def test_a_verdict_is_true_only_when_it_allows() -> None:
    assert bool(ALLOWED) is True
    assert bool(refuse("Nee.")) is False
    assert allow_if(True, "Nee.") == ALLOWED
    assert allow_if(False, "Nee.", secret=True) == Verdict(False, "Nee.", True)


@pytest.mark.parametrize(
    ("first", "second", "both"),
    [
        (ALLOWED, ALLOWED, ALLOWED),
        (refuse("Eerst."), ALLOWED, refuse("Eerst.")),
        (ALLOWED, refuse("Daarna."), refuse("Daarna.")),
        (refuse("Eerst.", secret=True), refuse("Daarna."), refuse("Eerst.", secret=True)),
    ],
)
def test_of_two_verdicts_the_first_refusal_counts(first: Verdict, second: Verdict, both: Verdict) -> None:
    assert (first & second) == both


def test_ensure_raises_with_the_words_for_the_reader() -> None:
    ensure(ALLOWED)
    with pytest.raises(Refused) as refused:
        ensure(refuse("Dat kan niet.", secret=True))
    assert refused.value.verdict == Verdict(False, "Dat kan niet.", True)
    assert str(refused.value) == "Dat kan niet."


def test_access_is_judged_before_state_and_state_before_facts() -> None:
    assert DOOR.verdict("open", state="ajar", who="gast", facts=False).reason == "Alleen de baas."
    assert DOOR.verdict("open", state="ajar", who="baas", facts=False).reason == (
        "Dit kan niet meer: de stand is nu 'op een kier'."
    )
    assert DOOR.verdict("open", state="shut", who="baas", facts=False).reason == "Het regent."
    assert DOOR.verdict("open", state="shut", who="baas", facts=True) == ALLOWED


def test_offered_are_the_steps_out_of_a_state_that_somebody_could_make() -> None:
    assert [step.name for step, _ in DOOR.offered(state="shut", who="baas", facts=True)] == ["open"]
    assert [(step.name, verdict.reason) for step, verdict in DOOR.offered(state="ajar", who="baas", facts=False)] == [
        ("close", "Het regent.")
    ]
    assert list(DOOR.offered(state="shut", who="gast", facts=True)) == []


def test_an_unknown_step_has_no_row() -> None:
    with pytest.raises(KeyError):
        DOOR["smash"]


def test_a_table_with_one_name_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="same name"):
        Lifecycle(states=DOOR.states, transitions=(door("open", ("shut",), "ajar"), door("open", ("ajar",), "shut")))


def test_a_table_that_leads_nowhere_is_refused() -> None:
    with pytest.raises(ValueError, match="lost"):
        Lifecycle(states=DOOR.states, transitions=(door("lose", ("shut",), "lost"),))
