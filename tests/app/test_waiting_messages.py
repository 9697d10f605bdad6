"""What changes while an earlier change is on its way to the browser is sent all the same."""

import asyncio

import pytest
from bokeh.document import Document
from panel.io import document

from hydro_mining.app.waiting_messages import send_waiting_messages


class Socket:
    """Has a message out when its future is set, as a busy network does after a while."""

    def __init__(self) -> None:
        self.taken: list[str] = []
        self.is_out: list[asyncio.Future] = []

    def take(self, message: str) -> asyncio.Future:
        """Take a message; it is out when the future is set."""
        self.taken.append(message)
        self.is_out.append(asyncio.get_running_loop().create_future())
        return self.is_out[-1]


class Connection:
    """What Panel knows of a browser; its protocol's messages are the events themselves."""

    def __init__(self) -> None:
        self._socket = Socket()
        self.protocol = self

    @staticmethod
    def create(_: str, events: list[str]) -> str:
        """Return a message of events."""
        return " ".join(events)


@pytest.fixture(autouse=True)
def sockets(monkeypatch):
    """Panel writes to the socket above, and is as before afterwards."""
    monkeypatch.setitem(
        document.extra_socket_handlers,
        Socket,
        lambda connection, msg: [connection._socket.take(msg)],
    )
    monkeypatch.setattr(document, "_dispatch_msgs", document._dispatch_msgs)


async def sent_while_the_first_is_on_its_way() -> list[str]:
    """Change twice, the second time just before the first is out; return what was sent."""
    doc, connection = Document(), Connection()
    document.schedule_write_events(doc, [connection], ["year 2030"])
    await asyncio.sleep(0)  # the first task has taken its message and waits until it is out
    connection._socket.is_out[0].set_result(None)
    document.schedule_write_events(doc, [connection], ["power 150"])
    for _ in range(20):
        await asyncio.sleep(0)
    return connection._socket.taken


def test_a_change_during_the_writing_of_another_arrives():
    """Both arrive, in their order."""
    send_waiting_messages()
    assert asyncio.run(sent_while_the_first_is_on_its_way()) == ["year 2030", "power 150"]


def test_panel_alone_leaves_the_second_change_waiting(monkeypatch):
    """When this fails Panel sends it by itself, and the module can go."""
    monkeypatch.setattr(
        document, "_dispatch_msgs", send_waiting_messages.__globals__["_written_by_panel"]
    )
    assert asyncio.run(sent_while_the_first_is_on_its_way()) == ["year 2030"]
