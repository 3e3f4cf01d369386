"""Notices: recipients resolved, texts rendered in Thai and English, each sent once."""
