"""The register of breaches of personal data, with the 72 hours of the law."""
