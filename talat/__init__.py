"""The operator's command: runs, migrates, watches and seeds Talat."""
