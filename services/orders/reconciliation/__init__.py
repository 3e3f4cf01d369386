"""Stripe's lists against our rows, in both directions."""
