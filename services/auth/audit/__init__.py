"""Writing and sealing the audit log."""
