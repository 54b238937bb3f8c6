"""Slices of a release for use elsewhere, each with a manifest from which anyone can make it again byte for byte."""
