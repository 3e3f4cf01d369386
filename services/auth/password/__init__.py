"""Passwords: the published rule, and argon2id off the event loop."""
