"""Signing keys made anew at the operator's word."""
