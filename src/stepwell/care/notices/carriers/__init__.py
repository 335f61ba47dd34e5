"""Who carries a notice outside: one small interface, a simulator, e-mail by SMTP, texts by HTTP."""

from stepwell.care.notices.carriers.carrier import CameOut, Carrier, NotSent, Parcel, Receipt, hand_over
from stepwell.care.notices.carriers.chosen import carriers

__all__ = ["CameOut", "Carrier", "NotSent", "Parcel", "Receipt", "carriers", "hand_over"]
