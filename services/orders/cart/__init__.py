"""What a shopper is about to buy, from any number of sellers, and what it would cost."""
