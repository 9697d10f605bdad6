"""The Hydro screen."""
