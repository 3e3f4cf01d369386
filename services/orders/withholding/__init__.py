"""Tax that payers withhold (หัก ณ ที่จ่าย), by dated rules."""
