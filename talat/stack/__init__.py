"""PostgreSQL, NATS, SeaweedFS, Caddy and the Stripe sandbox as children of this process."""
