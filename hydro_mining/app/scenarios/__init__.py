"""Scenarios: what the future does to the site's money."""
