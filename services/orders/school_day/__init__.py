"""A school's term days and the day's headcount: the school's own data."""
