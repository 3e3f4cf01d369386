"""Lists of applications: an organisation's own, and an officer's queue by age."""
