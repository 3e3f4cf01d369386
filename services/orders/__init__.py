"""Orders: supply, prices agreed, money and deliveries."""
