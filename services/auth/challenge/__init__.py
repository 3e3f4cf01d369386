"""Codes that prove an address: asked for by anybody, sent by the worker, proven once."""
