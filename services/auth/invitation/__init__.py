"""Invitations to become a member: a single-use token to an address, whoever has it."""
