"""Keys that sign access tokens: made once, encrypted at rest, rotated without downtime."""
