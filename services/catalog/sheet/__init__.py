"""Tables as files: CSV and XLSX as offices keep them, read and written."""
