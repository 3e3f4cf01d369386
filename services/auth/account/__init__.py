"""People: sign-up, contacts, passwords, one's own account."""
