"""Access tokens, refresh families, signing keys, limits on sign-in."""
