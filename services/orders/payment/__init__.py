"""The payment port, Stripe behind it, and the events that Stripe sends."""
