"""From a cart to a paid, or a cancelled, group of orders: in steps that can be resumed."""
