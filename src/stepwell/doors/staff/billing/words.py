"""How days, holds and claims are said to people."""

#: State of a day: its word and the kind of its chip.
STATES = {
    "billable": ("Billable", "met"),
    "held": ("Held", "due"),
    "claimed": ("On a claim", "told"),
    "unpaid": ("Not paid by contract", "calm"),
}
HELD = {
    "unsigned-note": "a note is not signed",
    "no-active-authorization": "no authorization covers it",
    "no-units-left": "no unit is left",
    "other-per-diem": "another place charges the day",
    "no-payment-consent": "no consent to tell the payer",
    "service-mix-missing": "a service is missing",
    "not-charged": "it is not charged",
}
#: What mends it, as the biller's link reads, and the page where that is: of a session, of the person's chart.
MEND = {
    "unsigned-note": "Open the session",
    "no-active-authorization": "Open authorizations",
    "no-units-left": "Open authorizations",
    "no-payment-consent": "Open consents",
}
FORMS = {"837P": "professional", "837I": "institutional"}
KINDS = {
    "claim": "Claim",
    "line": "Line",
    "attended-day": "Attended day",
    "minutes": "Minutes",
    "note": "Signed note",
    "objective": "Objective",
    "goal": "Goal",
    "problem": "Problem",
    "diagnosis": "Diagnosis",
    "assessment": "Assessment",
    "authorization": "Authorization",
    "consent": "Consent",
}
