"""What policies say in keys, as people say it; in English here, in Spanish in the catalogue."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Word = str | Promise

PARTS: dict[str, Word] = {"morning": _("Morning"), "afternoon": _("Afternoon"), "evening": _("Evening")}
WAYS: dict[str, Word] = {"in_person": _("In person"), "video": _("By video")}
PAYERS: dict[str, Word] = {
    "commercial": _("Insurance through work or bought by myself"),
    "medicaid": _("Medicaid (Medi-Cal in California)"),
    "medicare": _("Medicare"),
    "self": _("I pay myself"),
}
PAYER_KINDS: dict[str, Word] = {
    "commercial": _("insurance through work or bought by yourself"),
    "medicaid": _("Medicaid"),
    "medicare": _("Medicare"),
    "self": _("paying yourself"),
}
CONCERNS: dict[str, Word] = {
    "alcohol": _("Alcohol"),
    "opioids": _("Opioids: pain pills, heroin, fentanyl"),
    "stimulants": _("Stimulants: meth, cocaine, pills"),
    "cannabis": _("Cannabis"),
    "sedatives": _("Sedatives: Xanax, Valium, sleeping pills"),
    "depressive": _("Depression"),
    "anxiety": _("Anxiety"),
    "trauma": _("Trauma"),
    "eating": _("Eating"),
    "both": _("Substances and mental health together"),
}
SERVES: dict[str, Word] = {
    "women": _("Women"),
    "men": _("Men"),
    "workers": _("People who work"),
    "parents": _("Parents and caregivers"),
    "students": _("Students"),
    "stepping_down": _("People coming from detox, a hospital or residential care"),
}
LANGUAGES: dict[str, Word] = {"en": _("English"), "es": _("Spanish")}
OPTIONS: dict[str, Word] = {
    "cbt": _("Cognitive behavioral therapy (CBT)"),
    "dbt": _("Dialectical behavior therapy (DBT)"),
    "mi": _("Motivational interviewing"),
    "relapse_prevention": _("Relapse prevention"),
    "coping_skills": _("Coping skills"),
    "matrix": _("Matrix Model, for stimulants"),
    "evidence_based_psychotherapy": _("Evidence-based psychotherapy"),
    "contingency_management": _("Rewards for progress (contingency management)"),
    "twelve_step_facilitation": _("Twelve-step facilitation"),
    "community_reinforcement": _("Community reinforcement"),
    "seeking_safety": _("Seeking Safety"),
    "act": _("Acceptance and commitment therapy (ACT)"),
    "family_therapy": _("Family therapy"),
    "yoga": _("Yoga"),
    "meditation": _("Meditation"),
    "breathwork": _("Breath work"),
    "tai_chi": _("Tai chi"),
    "massage": _("Massage"),
    "art": _("Art"),
    "sound": _("Sound and music"),
    "equine": _("Horses"),
    "nature": _("Time in nature"),
    "medication": _("Medication for addiction"),
    "family": _("Family sessions"),
}
#: What can be asked for; the rest is told on the program's page.
ASKED = (
    "matrix", "yoga", "meditation", "art", "equine", "nature", "dbt", "cbt", "medication", "family",
)  # fmt: skip
MISSES: dict[str, Word] = {
    "full": _("No full week of seats is free right now."),
    "far": _("Farther than you want to go."),
    "part": _("No seat at the time of day you asked for."),
    "payer": _("Does not name your way of paying. Ask: they check for free."),
    "concern": _("Does not name what you are looking for help with. Ask."),
    "who": _("Has no group of its own for the people you chose; its groups are open to adults."),
    "language": _("Groups are held in English; the first call and the papers can be in Spanish."),
    "children": _("Says nothing of planning around children. Ask."),
}
MISSED_WAYS: dict[str, Word] = {"video": _("Does not meet by video."), "in_person": _("Meets by video only.")}
DAYS: tuple[Word, ...] = (
    _("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"),
)  # fmt: skip
SHORT_DAYS: tuple[Word, ...] = (
    pgettext_lazy("short weekday", "Mon"), pgettext_lazy("short weekday", "Tue"), pgettext_lazy("short weekday", "Wed"),
    pgettext_lazy("short weekday", "Thu"), pgettext_lazy("short weekday", "Fri"), pgettext_lazy("short weekday", "Sat"),
    pgettext_lazy("short weekday", "Sun"),
)  # fmt: skip
SERVICES: dict[str, Word] = {
    "iop-day": _("A day of treatment"),
    "assessment": _("The first assessment"),
    "individual": _("An individual session"),
    "family": _("A family session"),
    "group": _("A single group"),
    "medication": _("A medication visit"),
    "drug-test": _("A drug test"),
    "aftercare": _("An aftercare session"),
}
AROUND: dict[str, Word] = {
    "work": _("work"),
    "school": _("school"),
    "home": _("home"),
    "children": _("children"),
    "family": _("family"),
    "caregiving": _("caring for somebody"),
    "social": _("life with others"),
}
ACCEPTS: dict[str, Word] = {
    "named": _("It names these insurers; others are asked for you."),
    "most_major": _("It takes most major insurance; yours is checked for free."),
    "many": _("It takes many kinds of insurance; yours is checked for free."),
    "kinds": _("It takes these kinds; your own plan is checked for free."),
    "verified_only": _("It names none; yours is checked for free before you start."),
}
AUTHORIZATION: dict[str, Word] = {
    "ask": _("Whether a referral or an approval is needed first is asked of your plan before you start."),
    "may_be_needed": _("A referral or an approval may be needed first; the clinic asks your plan."),
    "initial_period": _("Plans often approve a first stretch and review later; the clinic takes care of it."),
}
PHASES: dict[str, Word] = {
    "early": _("First weeks"),
    "middle": _("Steadier"),
    "tapering": _("Fewer days"),
}
APPROVERS: dict[str, Word] = {
    "clinical_director": _("clinical director"),
    "medical_director": _("medical director"),
    "program_director": _("program director"),
}
COMPLETION: dict[str, Word] = {
    "completion-discharges": _("Completed, of all who left"),
    "completion-or-step-down": _("Completed or went on to a lighter or better-fitting level of care, of all who left"),
}
LEVELS: dict[str, Word] = {
    "2.5": _("Day treatment (partial hospitalization)"),
    "1.5": _("Outpatient"),
    "RR": _("Sober living"),
    "aftercare": _("Aftercare"),
}
CREDENTIALS: dict[str, Word] = {
    "LMFT": _("licensed marriage and family therapist"),
    "LCSW": _("licensed clinical social worker"),
    "LPCC": _("licensed professional clinical counselor"),
    "PhD": _("licensed psychologist"),
    "PsyD": _("licensed psychologist"),
    "MD": _("physician"),
    "DO": _("physician"),
    "NP": _("nurse practitioner"),
    "PA": _("physician assistant"),
    "RN": _("registered nurse"),
    "CADC": _("certified alcohol and drug counselor"),
}
#: What a program's page says of substances, as wishes name them.
WIDER: dict[str, tuple[str, ...]] = {
    "drugs": ("opioids", "stimulants", "cannabis", "sedatives"),
    "prescription_medications": ("opioids", "sedatives"),
    "cocaine": ("stimulants",),
    "methamphetamine": ("stimulants",),
    "ptsd": ("trauma",),
}


def listed(words: Iterable[Word]) -> str:
    """Words with commas; the language's "and" stands in the sentence around them."""
    return ", ".join(str(word) for word in words)
