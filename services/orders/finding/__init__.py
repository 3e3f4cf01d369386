"""What a person has to look at: money that Stripe and we do not agree about."""
