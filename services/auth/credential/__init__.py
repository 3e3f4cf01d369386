"""Passwords changed and reset."""
