"""Stands in the way of the module of this name: who asks for it goes on without."""

raise ImportError("not for servers that are tried")
