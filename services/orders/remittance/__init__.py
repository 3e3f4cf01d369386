"""What buyers pay of their invoices: announced, received, posted, receipted."""
