"""Where and when a buyer receives goods, and how many deliveries fit into an hour."""
