"""Pure functions: bytes or Arrow in, Arrow out. No files, no clock, no settings object."""
