"""What a buyer may have delivered on a date, with prices before VAT and why it is safe."""
