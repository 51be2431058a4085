"""Kinds of body and the states of a meeting; pure."""

from enum import StrEnum


class BodyKind(StrEnum):
    """The kinds of body; the Dutch names are in BODY_KINDS."""

    PROJECT_GROUP = "project_group"
    OFFICIALS = "officials"
    ALDERMEN = "aldermen"
    EXECUTIVE_BOARD = "executive_board"
    GENERAL_BOARD = "general_board"
    COLLEGE = "college"
    COUNCIL = "council"

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Kinds with their Dutch names."""
        return [(kind.value, BODY_KINDS[kind]) for kind in cls]


BODY_KINDS: dict[str, str] = {
    BodyKind.PROJECT_GROUP: "projectgroep",
    BodyKind.OFFICIALS: "ambtelijk overleg (AO)",
    BodyKind.ALDERMEN: "bestuurlijk overleg (BO)",
    BodyKind.EXECUTIVE_BOARD: "dagelijks bestuur (DB)",
    BodyKind.GENERAL_BOARD: "algemeen bestuur (AB)",
    BodyKind.COLLEGE: "college van burgemeester en wethouders",
    BodyKind.COUNCIL: "gemeenteraad",
}


class MeetingState(StrEnum):
    """Where a meeting stands."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """States with their Dutch names."""
        return [(state.value, MEETING_STATES[state]) for state in cls]


MEETING_STATES: dict[str, str] = {
    MeetingState.PLANNED: "gepland",
    MeetingState.HELD: "gehouden",
    MeetingState.CANCELLED: "vervallen",
}
