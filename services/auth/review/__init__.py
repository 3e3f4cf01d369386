"""An officer reviews applications: read, tick, return with remarks, approve, reject."""
