"""For ``panel serve --setup``: a process checks names before its first page, not from it on."""

from hydro_mining.app import guard_server

guard_server()
