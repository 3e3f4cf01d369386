"""Who receives an organisation's money: its own account, or an authorised person's."""
