"""Provinces, districts and tambons by name, code or postcode."""
