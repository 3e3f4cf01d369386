"""Sending texts: as files by default, e-mail by SMTP when there is a server."""
