"""Plans to judge: the round of 2025 as the example plays it, and a pilot."""

from dataclasses import replace
from datetime import date

from procurement.planning.conflicts import PlannedPart, Situation

TODAY = date(2022, 2, 7)
NAMES = {
    "0": "Nulmeting en probleemanalyse",
    "1": "Bestuurlijke opdracht",
    "2": "Aanbodvorming",
    "3": "Tarievenonderzoek",
    "4": "Inkoopstrategie",
    "5": "Inkooptraject",
    "I": "Implementatie",
    "6": "Beleidsuitgangspunten",
    "7": "KIT",
    "8": "Project en organisatie",
}
DATES = {
    "0": ("2021-11-01", "2022-02-28"),
    "1": ("2022-03-01", "2022-10-12"),
    "2": ("2022-10-13", "2023-01-15"),
    "3": ("2023-01-16", "2024-01-15"),
    "4": ("2024-01-16", "2024-02-29"),
    "5": ("2024-03-01", "2024-06-30"),
    "I": ("2024-07-01", "2024-12-31"),
    "6": ("2022-03-01", "2024-12-31"),
    "7": ("2022-10-13", "2024-06-30"),
    "8": ("2021-11-01", "2024-12-31"),
}
PILOT = {
    "0": ("2022-01-10", "2022-02-18"),
    "1": ("2022-02-21", "2022-03-11"),
    "2": ("2022-03-14", "2022-04-08"),
    "3": ("2022-04-11", "2022-05-22"),
    "4": ("2022-05-23", "2022-06-03"),
    "5": ("2022-06-07", "2022-06-30"),
    "I": ("2022-07-01", "2022-12-31"),
    "6": ("2022-02-21", "2022-12-31"),
    "7": ("2022-05-23", "2022-06-30"),
    "8": ("2022-01-10", "2022-12-31"),
}


def d(text: str) -> date:
    """A date as it is written."""
    return date.fromisoformat(text)


def situation(
    dates: dict[str, tuple[str, str]] = DATES, contract_start: str = "2025-01-01", profile: str = "full"
) -> Situation:
    """A plan in which nothing has begun."""
    parts = []
    for code, name in NAMES.items():
        is_track = code in "678"
        label = "Implementatie" if code == "I" else f"{'Spoor' if is_track else 'Fase'} {code}"
        title = name if name == label else f"{label}: {name}"
        start, end = dates[code]
        parts.append(PlannedPart(code, label, title, is_track, d(start), d(end)))
    return Situation(d(contract_start), profile, tuple(parts), (), TODAY)


WALK_2025 = situation()


def pilot() -> Situation:
    """The pilot of the example."""
    return situation(PILOT, "2023-01-01", "pilot")


def moved(plan: Situation, code: str, start: str | None, end: str | None) -> Situation:
    """A plan with one part on other dates."""
    parts = tuple(
        replace(row, start=d(start) if start else None, end=d(end) if end else None) if row.code == code else row
        for row in plan.parts
    )
    return replace(plan, parts=parts)
