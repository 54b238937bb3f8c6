"""What others need for a part of the same job; each runs in an environment of its own, never in that of the project."""
