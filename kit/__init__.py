"""Plumbing without a business word: what every service needs and no service owns."""
