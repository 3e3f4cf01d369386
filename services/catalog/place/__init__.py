"""Thailand's provinces, districts and subdistricts, by DOPA code."""
