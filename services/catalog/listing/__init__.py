"""The reading side of products: rows made once at write time, for shop fronts."""
