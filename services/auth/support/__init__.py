"""The operator's support looks at an organisation, with a reason, and cannot act for it."""
