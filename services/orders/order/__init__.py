"""The seller's desk: one seller's part of what a shopper bought at once."""
