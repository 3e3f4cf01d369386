"""Invoices for what was accepted, and the credit notes that mend them."""
