"""Who carries a notice outside: one small interface, a simulator, e-mail by SMTP, texts by HTTP."""

from stepwell.care.notices.carriers.carrier import Carrier, NotSent, Parcel, Receipt
from stepwell.care.notices.carriers.chosen import carriers

__all__ = ["Carrier", "NotSent", "Parcel", "Receipt", "carriers"]
