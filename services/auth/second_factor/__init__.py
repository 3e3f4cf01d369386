"""One-time passwords (RFC 6238) with recovery codes."""
