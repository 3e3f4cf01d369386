"""Reports on certification rounds."""
