"""People, organisations, roles, officers, notices: who may do what."""
