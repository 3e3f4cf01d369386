"""The only words that the services share: value types, scopes, token claims and events."""
