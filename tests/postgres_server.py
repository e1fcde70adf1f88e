"""A PostgreSQL server of the tests' own: started with private data, stopped when they end."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

# Signs that have a meaning in a URL, and one that a regular expression would trip over.
PASSWORD = "s3cret/@:?&%+(x"  # noqa: S105 - of a server that lives as long as the tests
OWNER = "owner"


def programs() -> Path | None:
    """The folder of the newest server's programs on this machine; None where there is none."""
    on_path = shutil.which("postgres")
    folders = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/postgres")]
    newest = max(folders, key=lambda folder: int(folder.parent.name), default=None)
    return newest or (Path(on_path).resolve().parent if on_path else None)


@dataclass(frozen=True)
class Server:
    """A running server, and how to reach its databases as their owner."""

    port: int

    def url(self, database: str, user: str = OWNER, password: str = PASSWORD) -> str:
        """The connection URL of a database."""
        secret = quote(password, safe="")
        return f"postgresql://{user}:{secret}@127.0.0.1:{self.port}/{database}"

    @contextmanager
    def connection(self, database: str) -> Iterator[Any]:
        """A connection of the driver; every statement is a transaction of its own."""
        import adbc_driver_postgresql.dbapi as driver

        with closing(driver.connect(self.url(database), autocommit=True)) as connection:
            yield connection

    def execute(self, database: str, statements: Sequence[str] | str) -> None:
        """Run statements, one after the other."""
        given = [statements] if isinstance(statements, str) else statements
        with self.connection(database) as connection, closing(connection.cursor()) as cursor:
            for statement in given:
                cursor.execute(statement)

    def create_database(self, name: str, encoding: str = "UTF8") -> None:
        """Make an empty database; one that was there before is gone."""
        self.execute("postgres", f'drop database if exists "{name}" with (force)')
        self.execute(
            "postgres",
            f"create database \"{name}\" encoding '{encoding}' locale 'C' template template0",
        )


@contextmanager
def running_server() -> Iterator[Server]:
    """Start a server on a free port of the loopback; its data lie in a folder of their own."""
    folder = programs()
    assert folder is not None
    root = Path(tempfile.mkdtemp(prefix="loanbook-postgres-"))
    server = None
    try:
        account = _account(root)
        password_file = root / "password"
        password_file.write_text(PASSWORD, encoding="utf-8")
        data = root / "data"
        _run(
            [
                *(folder / "initdb", "-D", data, "-U", OWNER, "--pwfile", password_file),
                *("-A", "scram-sha-256", "-E", "UTF8", "--locale", "C", "--no-sync"),
            ],
            account,
        )
        port = _free_port()
        options = [f"port={port}", "listen_addresses=127.0.0.1", f"unix_socket_directories={root}"]
        options += ["fsync=off", "full_page_writes=off", "max_connections=20"]
        with (root / "log").open("w") as log:
            server = subprocess.Popen(
                [
                    *(str(folder / "postgres"), "-D", str(data)),
                    *(argument for option in options for argument in ("-c", option)),
                ],
                stdout=log,
                stderr=log,
                user=account,
                cwd=root,
            )
        _wait(folder, port, server, root / "log")
        yield Server(port)
    finally:
        if server is not None:
            server.terminate()
            server.wait(timeout=60)
        shutil.rmtree(root, ignore_errors=True)


def _account(root: Path) -> str | None:
    """Whom the server runs as: it refuses root, who hands the folder to another account."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    account = "postgres" if "postgres" in known else "nobody"
    shutil.chown(root, account)
    return account


def _run(command: Sequence[str | Path], account: str | None) -> None:
    done = subprocess.run(
        [str(part) for part in command],
        user=account,
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
    )
    assert done.returncode == 0, done.stderr


def _free_port() -> int:
    with closing(socket.socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _wait(folder: Path, port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    ready = [str(folder / "pg_isready"), "-h", "127.0.0.1", "-p", str(port), "-t", "5"]
    for _ in range(300):
        assert server.poll() is None, log.read_text(encoding="utf-8")
        if subprocess.run(ready, capture_output=True, check=False).returncode == 0:
            return
        time.sleep(0.1)
    raise AssertionError(log.read_text(encoding="utf-8"))
