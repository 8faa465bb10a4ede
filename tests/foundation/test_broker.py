"""The embedded broker: messages arrive whole and once, a torn one harms nobody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from queue import Empty
from threading import Thread

import pytest
from kombu import Connection

from config import broker


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    folders = {name: str(tmp_path / name) for name in ("queue", "control", "processed")}
    for folder in folders.values():
        Path(folder).mkdir()
    broker.register()
    options = {
        "data_folder_in": folders["queue"],
        "data_folder_out": folders["queue"],
        "control_folder": folders["control"],
        "processed_folder": folders["processed"],
    }
    with Connection("filesystem://", transport_options=options) as opened:
        yield opened


def test_messages_written_while_others_read_arrive_whole_and_once(connection: Connection) -> None:
    count = 200

    def write() -> None:
        queue = connection.clone().SimpleQueue("bells")
        for number in range(count):
            queue.put({"number": number, "padding": "x" * 5_000})

    queue, found = connection.SimpleQueue("bells"), []
    writer = Thread(target=write)
    writer.start()
    while len(found) < count:
        message = queue.get(timeout=20)
        found.append(message.payload["number"])
        message.ack()
    writer.join()
    assert sorted(found) == list(range(count))


def test_a_torn_message_is_dropped(connection: Connection, tmp_path: Path) -> None:
    queue = connection.SimpleQueue("bells")
    (tmp_path / "queue" / "0_torn.bells.msg").write_bytes(b"")
    assert type(queue.channel) is broker.Channel
    with pytest.raises(Empty):
        queue.channel._get("bells")
    assert list((tmp_path / "queue").iterdir()) == []
