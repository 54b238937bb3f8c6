"""One module a command: its arguments, its help, and what it prints."""
