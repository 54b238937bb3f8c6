"""`kroniek serve`: releases over HTTP, for reading only."""
