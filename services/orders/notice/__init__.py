"""Asking auth, which alone holds contacts, to tell somebody something."""
