"""Systems that act for an organisation by themselves: scoped, with expiring secrets."""
