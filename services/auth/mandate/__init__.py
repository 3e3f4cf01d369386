"""The intermediary's right to sell for a producer: asked for, consented to, ended by either."""
