"""What an organisation must show before it may sell, buy or aggregate: dated rows."""
