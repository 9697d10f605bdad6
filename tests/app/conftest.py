"""What is not collected here."""

# Registers a section and a quantity when it is imported, which its own test does and undoes.
collect_ignore = ["toy_screen.py"]
