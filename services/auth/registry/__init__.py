"""What offices do with organisations: enter them, hand them over, suspend and close them."""
