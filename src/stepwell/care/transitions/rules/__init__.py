"""Staying, fewer days, stepping down or up, leaving: criteria for each, and always a named clinician's word."""
