"""Which level of care, and why; which diagnosis codes. Pure: software supports, a licensed clinician confirms."""
