"""The operator's command and the embedded servers that it starts."""

__version__ = "0.1.0"
