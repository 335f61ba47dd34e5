"""Every write from the first contact to admission; `on_call` is the question the rota answers."""

from stepwell.care.admissions.actions.admission import admit
from stepwell.care.admissions.actions.consenting import sign_consent, sign_tpo
from stepwell.care.admissions.actions.contacts import log_contact
from stepwell.care.admissions.actions.ending import stop_reaching_out
from stepwell.care.admissions.actions.enquiries import enquire, move_enquiry
from stepwell.care.admissions.actions.intakes import book_intake, keep_intake
from stepwell.care.admissions.actions.papers import PAPER_KINDS, sign_paper
from stepwell.care.admissions.actions.rota import put_on_call
from stepwell.care.admissions.actions.safety import check_safety
from stepwell.care.admissions.actions.screening import screen
from stepwell.care.admissions.queries import on_call

__all__ = [
    "PAPER_KINDS",
    "admit",
    "book_intake",
    "check_safety",
    "enquire",
    "keep_intake",
    "log_contact",
    "move_enquiry",
    "on_call",
    "put_on_call",
    "screen",
    "sign_consent",
    "sign_paper",
    "sign_tpo",
    "stop_reaching_out",
]
