"""What institutions owe: ageing by days late, and statements."""
