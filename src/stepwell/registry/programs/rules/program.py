"""A program's rules, typed: what the rest of the house asks a program."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, get_type_hints

from stepwell.foundation.kernel.ruling import Reason
from stepwell.foundation.policy.document import Policy
from stepwell.foundation.policy.faults import PolicyError
from stepwell.registry.programs.rules import clinic as places
from stepwell.registry.programs.rules import readers, sessions, shapes
from stepwell.registry.programs.rules.merging import FIELD_POLICY, ProgramPolicy
from stepwell.registry.programs.rules.said import Said, span, value, words

__all__ = ["FIELD_POLICY", "RULE_OF", "ProgramRules", "program_rules"]


@dataclass(frozen=True)
class ProgramRules:
    """Each field is read from the rule named beside it; `reason` gives that rule as a Reason."""

    source: ProgramPolicy
    # who and where
    name: Annotated[str, Said("program-name", value("name"))]
    clinic: Annotated[places.Clinic, Said("demonstration-clinic", readers.clinic)]
    sites: Annotated[tuple[places.Site, ...], Said("sites", readers.sites)]
    states: Annotated[tuple[str, ...], Said("served-area", words("states"))]
    reachable_always: Annotated[bool, Said("reachable", value("always"))]
    # levels of care
    levels: Annotated[tuple[shapes.Level, ...], Said("level-iop", readers.levels)]
    enter_at: Annotated[tuple[str, ...], Said("level-joins", words("enter_at"))]
    moves: Annotated[tuple[shapes.Move, ...], Said("level-joins", readers.moves)]
    # hours and length
    days_per_week: Annotated[shapes.Span, Said("days-per-week", span("days_per_week"))]
    hours_per_day: Annotated[shapes.Span, Said("hours-per-day", span("hours_per_day"))]
    hours_per_week: Annotated[shapes.Span, Said("hours-per-week", span("hours_per_week"))]
    next_level_from_hours: Annotated[int, Said("hours-per-week", value("next_level_from"))]
    weeks: Annotated[shapes.Span, Said("length", span("weeks"))]
    advised_days: Annotated[int, Said("advised-stay", value("days"))]
    maintenance_months: Annotated[shapes.Span, Said("maintenance", span("months"))]
    phases: Annotated[tuple[shapes.Phase, ...], Said("phases", readers.phases)]
    groups_by_phase: Annotated[bool, Said("groups-by-phase", value("groups_by_phase"))]
    watched_days: Annotated[int, Said("first-days", value("watched_days"))]
    # the clock
    dayparts: Annotated[tuple[shapes.Daypart, ...], Said("dayparts", readers.dayparts)]
    around: Annotated[tuple[str, ...], Said("scheduling-around", words("around"))]
    block_minutes: Annotated[shapes.Span, Said("block", span("block_minutes"))]
    session_minutes: Annotated[shapes.Span, Said("session-length", span("session_minutes"))]
    sessions_in_a_row: Annotated[shapes.Span, Said("session-length", span("in_a_row"))]
    session_means: Annotated[str, Said("session-length", value("session_means"))]
    counted_break_minutes: Annotated[int, Said("week", value("counted_break_minutes"))]
    late_minutes: Annotated[int, Said("late-arrival", value("minutes"))]
    # sessions
    session_kinds: Annotated[tuple[sessions.SessionKind, ...], Said("kinds-in-numbers", readers.session_kinds)]
    agenda: Annotated[tuple[sessions.AgendaPart, ...], Said("group-agenda", readers.agenda)]
    formats: Annotated[tuple[str, ...], Said("session-formats", words("formats"))]
    several_leaders: Annotated[bool, Said("session-leaders", value("several"))]
    co_leader_above: Annotated[int, Said("session-leaders", value("co_leader_above"))]
    topics: Annotated[tuple[sessions.Topic, ...], Said("group-topics", readers.topics)]
    modalities: Annotated[tuple[str, ...], Said("modalities", words("modalities"))]
    curricula: Annotated[tuple[sessions.Curriculum, ...], Said("curricula", readers.curricula)]
    holistic: Annotated[tuple[sessions.HolisticOption, ...], Said("holistic-options", readers.holistic)]
    case_management: Annotated[tuple[str, ...], Said("case-management", words("does"))]
    medication_offered: Annotated[str, Said("medication", value("offered"))]
    medication_purposes: Annotated[tuple[str, ...], Said("medication", words("purposes"))]
    check_ups_at: Annotated[tuple[str, ...], Said("health-check-ups", words("at"))]
    group_caps: Annotated[sessions.GroupCaps, Said("group-size", readers.group_caps)]
    clients_per_leader: Annotated[int, Said("staff-ratio", value("clients_per_leader"))]
    # people
    team_roles: Annotated[tuple[str, ...], Said("treatment-team", words("roles"))]
    caseload: Annotated[int, Said("treatment-team", value("caseload"))]
    family_invited_to_intake: Annotated[bool, Said("intake-assessment", value("family_invited"))]
    plan_holds: Annotated[tuple[str, ...], Said("treatment-plan", words("holds"))]
    preliminary_plan_days: Annotated[int, Said("plan-timing", value("preliminary_days"))]
    full_plan_days: Annotated[int, Said("plan-timing", value("full_days"))]
    review_every_days: Annotated[int, Said("review", value("every_days"))]
    review_or_sessions: Annotated[int, Said("review", value("or_sessions"))]
    pathway_steps: Annotated[tuple[str, ...], Said("pathway-steps", words("steps"))]
    motivation_at: Annotated[tuple[str, ...], Said("motivation-steps", words("at"))]
    motivation_asks: Annotated[tuple[str, ...], Said("motivation-steps", words("asks"))]
    family_at: Annotated[tuple[str, ...], Said("family-steps", words("at"))]
    tracks: Annotated[tuple[shapes.Track, ...], Said("tracks", readers.tracks)]
    disorders: Annotated[shapes.Disorders, Said("disorders", readers.disorders)]
    ages: Annotated[shapes.Ages, Said("ages", readers.ages)]
    populations: Annotated[tuple[str, ...], Said("populations", words("populations"))]
    fit_factors: Annotated[shapes.Factors, Said("fit-factors", readers.factors)]
    other_starts: Annotated[shapes.Factors, Said("other-starts", readers.factors)]
    # tests, video, others who treat, absences
    testing: Annotated[shapes.Testing, Said("drug-testing", readers.testing)]
    teletherapy: Annotated[bool, Said("teletherapy", value("offered"))]
    teletherapy_kinds: Annotated[tuple[str, ...], Said("teletherapy", words("kinds"))]
    outside_clinicians_kept: Annotated[bool, Said("outside-clinicians", value("kept"))]
    rolling_admission: Annotated[bool, Said("rolling-admission", value("rolling"))]
    seat_hold_days: Annotated[int, Said("reserving", value("hold_days"))]
    absence_ladder: Annotated[tuple[shapes.AbsenceStep, ...], Said("absence-ladder", readers.absence_ladder)]
    under_hours_weeks: Annotated[int, Said("under-hours", value("weeks_in_a_row"))]
    retention_days: Annotated[int, Said("retention-target", value("days"))]
    follow_up_days: Annotated[tuple[int, ...], Said("follow-up", words("days"))]
    follow_up_attempts: Annotated[int, Said("follow-up", value("attempts"))]
    note_business_days: Annotated[int, Said("notes", value("business_days"))]
    crisis_note_hours: Annotated[int, Said("notes", value("crisis_hours"))]
    summary_limit_days: Annotated[int, Said("discharge-summary", value("limit_days"))]
    # money
    payers: Annotated[places.Payers, Said("payers", readers.payers)]
    self_pay: Annotated[bool, Said("self-pay", value("accepted"))]
    prices: Annotated[tuple[places.Price, ...], Said("prices", readers.prices)]
    sliding_fee: Annotated[bool, Said("sliding-fee", value("offered"))]
    sliding_fee_bands: Annotated[tuple[places.FeeBand, ...], Said("sliding-fee", readers.fee_bands)]
    financing: Annotated[bool, Said("financing", value("offered"))]
    benefits_recheck_days: Annotated[int, Said("benefits-check", value("recheck_days"))]
    authorization: Annotated[places.Authorization, Said("authorization-before", readers.authorization)]
    parity_compares: Annotated[tuple[str, ...], Said("parity", words("compare"))]
    chooser_questions: Annotated[tuple[str, ...], Said("chooser-questions", words("questions"))]

    def reason(self, field_name: str, facts: Mapping[str, Any] | None = None, says: str = "") -> Reason:
        """Why the field is what it is: the program's rule, or the field's where its page is silent.

        Raises KeyError for a name that is no field of the program.
        """
        return self.source.reason(RULE_OF[field_name], facts, says)

    def is_field_default(self, field_name: str) -> bool:
        """True when the program's page is silent on the field."""
        return self.source.is_silent(RULE_OF[field_name])

    @property
    def warnings(self) -> tuple[shapes.Warned, ...]:
        """The contradictions that the program's rules carry."""
        return self.source.warnings()

    def level(self, code: str) -> shapes.Level | None:
        """The level of care with that code, "2.1", "RR", "aftercare", or None."""
        return next((level for level in self.levels if level.level == code), None)

    def price(self, site: str, service: str, on: date) -> Decimal | None:
        """What a unit of the service costs at the site on the day of service, or None when no price holds."""
        dated = [one for one in self.prices if (one.site, one.service) == (site, service) and one.starts <= on]
        return max(dated, key=lambda one: one.starts).amount if dated else None


_SAID: Mapping[str, Said] = {
    name: hint.__metadata__[0]
    for name, hint in get_type_hints(ProgramRules, include_extras=True).items()
    if hasattr(hint, "__metadata__")
}
RULE_OF: Mapping[str, str] = {name: said.rule_id for name, said in _SAID.items()}


#: Rules typed so far by the two policies they are of, which `source` keeps alive, so that no number is used again.
_typed: dict[tuple[int, int], ProgramRules] = {}
_MOST_TYPED = 64


def program_rules(policy: Policy, field: Policy) -> ProgramRules:
    """The program's rules, typed. `field` is the policy FIELD_POLICY in force on the same day of service.

    Raises UnknownRule when neither policy has a rule that a program needs, KeyError when a rule lacks a value,
    PolicyError when values contradict each other.
    """
    source = ProgramPolicy(policy, field)
    # The rules of a file that is read again unchanged are the same object: what they say is typed once.
    key = (id(policy.rules), id(field.rules))
    typed = _typed.get(key)
    if typed is None:
        typed = ProgramRules(source=source, **{name: _read(source, said) for name, said in _SAID.items()})
        if len(_typed) >= _MOST_TYPED:
            _typed.clear()
        _typed[key] = typed
    return replace(typed, source=source)


def _read(source: ProgramPolicy, said: Said) -> Any:
    try:
        return said.read(source, source.rule(said.rule_id))
    except ValueError as wrong:
        raise PolicyError(source.speaker(said.rule_id).path, f"rule {said.rule_id!r}: {wrong}") from None
