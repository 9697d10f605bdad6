"""What a server of the page adds: who may come in, and what becomes of a lost connection."""

from hydro_mining.app.serving.connection import Connection
from hydro_mining.app.serving.door import guard
from hydro_mining.app.serving.memory import settle_memory
from hydro_mining.app.serving.threads import in_process, in_threads

__all__ = ["Connection", "guard", "in_process", "in_threads", "settle_memory"]
