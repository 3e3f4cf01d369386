"""Who approves a requisition: chains by amount and unit, delegation, and each decision."""
