"""Finds and reads policies: the operator's folder first, then what Stepwell ships."""
