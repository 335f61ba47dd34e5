"""Every write about groups, seats, and what is taken when."""

from stepwell.care.scheduling.actions.occupancy import occupy, vacate

__all__ = ["occupy", "vacate"]
