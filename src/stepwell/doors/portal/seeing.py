"""Who saw a record, in a client's words: what staff do, and what was done, in their language."""

from __future__ import annotations

from django.utils.translation import get_language, gettext, gettext_noop

#: What somebody does at the clinic.
ROLES = {
    "coordinator": gettext_noop("Front desk"),
    "counselor": gettext_noop("Counselor"),
    "clinician": gettext_noop("Therapist"),
    "prescriber": gettext_noop("Doctor or prescriber"),
    "nurse": gettext_noop("Nurse"),
    "case_manager": gettext_noop("Case manager"),
    "reviewer": gettext_noop("Talks with health plans"),
    "biller": gettext_noop("Billing"),
    "director": gettext_noop("Director"),
    "privacy_officer": gettext_noop("Privacy officer"),
    "client": gettext_noop("You"),
    "relative": gettext_noop("Somebody you let in"),
    "system": gettext_noop("Stepwell, by itself"),
}
READ = "Read "
#: What is read, as the trail says it; the Spanish stands in the catalogue.
READS = (
    gettext_noop("consents and what was told to others"),
    gettext_noop("who saw the record"),
    gettext_noop("a kept document"),
    gettext_noop("what is due"),
    gettext_noop("name and particulars"),
    gettext_noop("the program"),
    gettext_noop("coverage"),
    gettext_noop("the stay"),
    gettext_noop("measures"),
    gettext_noop("assessment and level of care"),
    gettext_noop("the plan"),
    gettext_noop("seats and groups"),
    gettext_noop("sessions and attendance"),
    gettext_noop("notes"),
    gettext_noop("drug tests"),
    gettext_noop("medications"),
    gettext_noop("enquiry and intake"),
    gettext_noop("authorizations"),
    gettext_noop("attended days and claims"),
    gettext_noop("an emergency"),
    gettext_noop("letters"),
    gettext_noop("messages with the team"),
    gettext_noop("the chart"),
    gettext_noop("medications and health"),
    gettext_noop("papers and consents"),
    gettext_noop("sessions and notes"),
    gettext_noop("handoffs and discharge"),
    gettext_noop("the week"),
    gettext_noop("the name"),
    gettext_noop("how to reach the person"),
    gettext_noop("the timeline"),
    gettext_noop("the signed papers"),
    gettext_noop("the diagnoses"),
    gettext_noop("the person's own pages"),
)
#: What was done, where it is common; anything else is "Wrote in your record".
DID = (
    gettext_noop("Looked at what is due"),
    gettext_noop("Looked at the list of people"),
    gettext_noop("Looked at Today"),
    gettext_noop("Searched, and found the person"),
    gettext_noop("Kept a signed paper"),
    gettext_noop("Kept a signed consent"),
    gettext_noop("Kept a signed consent with its paper"),
    gettext_noop("Took a consent back"),
    gettext_noop("Gave a measure"),
    gettext_noop("Signed the plan"),
    gettext_noop("Wrote the next version of the plan"),
    gettext_noop("Took seats in groups"),
    gettext_noop("Freed seats"),
    gettext_noop("Wrote a message"),
    gettext_noop("Read messages"),
    gettext_noop("Sent a form"),
    gettext_noop("Kept the words of an open form"),
    gettext_noop("Recorded minutes in a session"),
    gettext_noop("Put work on Today"),
    gettext_noop("Finished work on Today"),
    gettext_noop("Told something to somebody outside"),
    gettext_noop("Handed something to the person"),
    gettext_noop("Admitted the person"),
    gettext_noop("Registered the person"),
)


def in_words(said: str) -> str:
    """ "Read the plan", as the trail says it, in the reader's language."""
    if not (get_language() or "").startswith("es"):
        return said
    if said in DID:
        return gettext(said)
    what = said.removeprefix(READ)
    if said.startswith(READ) and what in READS:
        return gettext("Read: {what}").format(what=gettext(what))
    return gettext("Wrote in your record") if not said.startswith(READ) else gettext("Read in your record")
