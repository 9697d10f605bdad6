"""For ``panel serve --setup``: names are checked before a process's first page, not from it on.

Each screen has been opened by then, so that the first who opens one waits no longer than others.
"""

from hydro_mining.app import guard_server, rehearse

guard_server()
rehearse()
