"""Every write about attended days and claims."""

from stepwell.office.claims.actions.days import rule_day
from stepwell.office.claims.actions.filing import make_claims

__all__ = ["make_claims", "rule_day"]
