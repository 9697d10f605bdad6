"""For ``panel serve --setup``: as guard.py, and each screen has been opened before the first page.

The start takes some seconds more, and the first who opens a screen waits no longer than others.
"""

from hydro_mining.app import guard_server, rehearse

guard_server()
rehearse()
