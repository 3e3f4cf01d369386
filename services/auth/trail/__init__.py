"""Reading the audit log: one's own, one's organisation's, the operator's view."""
