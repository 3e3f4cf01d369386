"""The operator's command and the embedded servers that it starts."""
