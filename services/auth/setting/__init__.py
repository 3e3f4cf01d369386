"""The operator's fees, rates and rules, as rows that hold from a date on."""
