"""A program's page: what a careful chooser asks, answered from the clinic's rules and from counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stepwell.doors.public import words
from stepwell.doors.public.speech import full_day, span

if TYPE_CHECKING:
    from stepwell.doors.public.offers import Offer
    from stepwell.office.reports.queries import Told
    from stepwell.office.reports.rules.outcomes import Figure

#: Whose word an answer is: counted in the clinic's own records, or said by the clinic.
COUNTED, SAID, SILENT = "counted", "said", "silent"


@dataclass(frozen=True)
class Answer:
    """A question and what can be said. sort: counted, said or silent; basis: what a count rests on."""

    key: str
    question: str
    says: tuple[str, ...]
    sort: str
    basis: str = ""


def answers(offer: Offer, told: Told) -> list[Answer]:
    """The chooser's questions in their order. Where there is no answer it says so."""
    return [
        _licence(offer),
        _clinicians(offer, told),
        _methods(offer),
        _ratio(offer, told),
        _size(offer, told),
        _relapse(offer),
        _schedule(offer),
        _way_there(offer),
        _completion(told),
        _aftercare(offer),
    ]


def rules_told(offer: Offer) -> str:
    """Since when the clinic's rules hold, and who approved them."""
    own = offer.rules.source.own
    who = words.listed(words.APPROVERS.get(one, one.replace("_", " ")) for one in own.approved_by)
    return _("The clinic's rules hold since %(day)s; approved by: %(who)s.") % {
        "day": full_day(own.effective_from),
        "who": who or _("nobody named"),
    }


def _licence(offer: Offer) -> Answer:
    question = _("Is it licensed?")
    rule = offer.rules.source.rule("licensed-staff")
    who = rule.get("licence")
    if who:
        says = _(
            "The clinic says to look for a license of this office: %(office)s. "
            "Ask for the number, and look it up there."
        )
        return Answer("licence", question, (says % {"office": who},), SAID)
    return Answer(
        "licence",
        question,
        (
            _(
                "The clinic has not told us its license number. "
                "Ask for it: the state's health department shows who holds one."
            ),
        ),
        SILENT,
    )


def _clinicians(offer: Offer, told: Told) -> Answer:
    question = _("Are the people who treat licensed?")
    if not told.licensed:
        return Answer("licensed_clinicians", question, (_("No license on record here today. Ask."),), SILENT)
    kinds = [f"{kind} ({words.CREDENTIALS.get(kind, kind)}): {count}" for kind, count in told.licensed]
    says = ngettext(
        "%(count)d member of staff has a license or certificate in %(state)s that is valid today:",
        "%(count)d members of staff have a license or certificate in %(state)s that is valid today:",
        told.holders,
    ) % {"count": told.holders, "state": offer.state}
    basis = _("Counted today in the clinic's own register of credentials.")
    return Answer("licensed_clinicians", question, (says, ", ".join(kinds) + "."), COUNTED, basis)


def _methods(offer: Offer) -> Answer:
    rules = offer.rules
    methods = [words.OPTIONS.get(one, one) for one in rules.modalities]
    extras = [words.OPTIONS.get(one.key, one.name) for one in rules.holistic]
    says = [words.listed(methods) + "."]
    if extras:
        says.append(_("Besides treatment: %(extras)s.") % {"extras": words.listed(extras)})
    if rules.medication_offered == "on_site":
        says.append(_("Medication for addiction is given here."))
    else:
        says.append(
            _(
                "Medication for addiction is supported, with a prescriber here or your own, "
                "and never a reason to refuse you."
            )
        )
    silent = rules.is_field_default("modalities")
    if silent:
        says.append(_("The clinic's own page names no method; these are what programs of this kind use."))
    return Answer("modalities", _("What methods do they use?"), tuple(says), SAID)


def _ratio(offer: Offer, told: Told) -> Answer:
    promise = _("No more than %(most)d clients for each person who leads a group.") % {
        "most": offer.rules.clients_per_leader
    }
    question = _("How many clients for each member of staff?")
    if told.per_leader is None:
        return Answer("staff_ratio", question, (promise,), SAID)
    says = _("On average %(number)s people came for each person who led a group.") % {"number": told.per_leader}
    return Answer("staff_ratio", question, (says, promise), COUNTED, _sessions(told))


def _size(offer: Offer, told: Told) -> Answer:
    caps = offer.rules.group_caps
    promise = _("Groups are planned for %(soft)d people and never hold more than %(hard)d.") % {
        "soft": caps.soft,
        "hard": caps.hard,
    }
    question = _("How large are the groups?")
    if told.size is None:
        few = _("Too few group sessions lately to give an honest average.")
        return Answer("group_size", question, (promise, few), SAID)
    says = _("On average %(number)s people came to a group.") % {"number": told.size}
    return Answer("group_size", question, (says, promise), COUNTED, _sessions(told))


def _sessions(told: Told) -> str:
    return _("Counted in %(sessions)d group sessions from %(first)s to %(last)s.") % {
        "sessions": told.held,
        "first": full_day(told.sizes_from),
        "last": full_day(told.to_on),
    }


def _relapse(offer: Offer) -> Answer:
    says: tuple[str, ...] = (
        _(
            "If you use again, they meet it the same day: are you safe, what happened, what would help. "
            "The plan changes with you."
        ),
        _("Using again, or a positive drug test, does not by itself end treatment."),
    )
    if offer.rules.testing.result_alone_discharges:
        says = (_("Ask how they answer a return to use: their rules do not promise that you can stay."),)
    return Answer("approach_to_relapse", _("What happens if I use again?"), says, SAID)


def _schedule(offer: Offer) -> Answer:
    rules = offer.rules
    around = [words.AROUND[one] for one in rules.around]
    says = [
        _(
            "%(days)s days a week, %(hours)s hours a week, for %(weeks)s weeks as a rule; "
            "your own length follows how you are doing."
        )
        % {
            "days": span(rules.days_per_week.min, rules.days_per_week.max),
            "hours": span(rules.hours_per_week.min, rules.hours_per_week.max),
            "weeks": span(rules.weeks.min, rules.weeks.max),
        }
    ]
    if rules.rolling_admission:
        says.append(_("You can start on any day; nobody waits for a new round."))
    if around:
        says.append(_("The week is planned around: %(around)s.") % {"around": words.listed(around)})
    return Answer("scheduling", _("When is it, and for how long?"), tuple(says), SAID)


def _way_there(offer: Offer) -> Answer:
    says = [f"{offer.street}, {offer.city}, {offer.state} {offer.zip_code}."]
    if "video" in offer.ways:
        says.append(
            _("Some sessions can be by video, for people who are in: %(states)s.")
            % {"states": ", ".join(offer.video_states)}
        )
    else:
        says.append(_("Sessions are in person. Ask about buses and rides when you call."))
    return Answer("commute", _("How do I get there?"), tuple(says), SAID)


def _completion(told: Told) -> Answer:
    question = _("How many people complete it?")
    if not told.completion:
        says = _("Fewer than %(least)d people left in this time, too few to give an honest share.") % {
            "least": told.least
        }
        return Answer("completion_rate", question, (says,), SILENT, _period(told))
    return Answer("completion_rate", question, tuple(_share(one) for one in told.completion), COUNTED, _period(told))


def _share(figure: Figure) -> str:
    percent = round(100 * (figure.value or 0))
    named = {
        "definition": words.COMPLETION[figure.id],
        "percent": percent,
        "count": int(figure.numerator),
        "of": figure.denominator,
    }
    return _("%(definition)s: %(percent)d%% (%(count)d of %(of)d people).") % named


def _period(told: Told) -> str:
    return _(
        "Everyone who left from %(first)s to %(last)s, except people who died or went to jail. "
        "Completed means: the clinician wrote down at the end that treatment was completed."
    ) % {"first": full_day(told.from_on), "last": full_day(told.to_on)}


def _aftercare(offer: Offer) -> Answer:
    return Answer("aftercare", _("What comes after?"), tuple(_after(offer)), SAID)


def _after(offer: Offer) -> Iterator[str]:
    for level in offer.rules.levels:
        if level.level not in words.LEVELS or level.offered == "none":
            continue
        name = words.LEVELS[level.level]
        if level.offered.startswith("on_site"):
            yield _("%(level)s: here.") % {"level": name}
        else:
            yield _("%(level)s: with a partner; they help you get there.") % {"level": name}
    days = ", ".join(str(one) for one in offer.rules.follow_up_days)
    yield _("With your agreement they call you %(days)s days after you leave.") % {"days": days}
