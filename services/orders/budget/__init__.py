"""Budgets of buyers: what is allotted, reserved, committed and consumed, as a ledger."""
