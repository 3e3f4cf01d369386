"""Demonstration data (ข้อมูลสาธิต) of Ang Thong, and the story that runs through all services."""
