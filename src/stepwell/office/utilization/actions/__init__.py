"""Every write about authorizations."""

from stepwell.office.utilization.actions.alarms import sound_alarms
from stepwell.office.utilization.actions.packets import print_packet, send_packet
from stepwell.office.utilization.actions.requests import (
    appeal,
    attach_episode,
    deny,
    grant,
    overturn,
    pend,
    record_review,
    request,
)
from stepwell.office.utilization.actions.units import spend_unit, void_unit

__all__ = [
    "appeal",
    "attach_episode",
    "deny",
    "grant",
    "overturn",
    "pend",
    "print_packet",
    "record_review",
    "request",
    "send_packet",
    "sound_alarms",
    "spend_unit",
    "void_unit",
]
