"""Billing notes (ใบวางบิล): a month's invoices of a seller to a buyer."""
