"""Overview: the day's figures, and how the machine was chosen."""
