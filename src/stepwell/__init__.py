"""Stepwell: runs an intensive outpatient program from the first call to the last follow-up."""
