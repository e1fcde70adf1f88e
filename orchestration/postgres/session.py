"""A session with the server: read-only transactions, each one snapshot, and plain errors.

The driver is imported late: it is an extra of the package, which few need.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING, Any

from orchestration.connection_url import with_defaults, without_password
from orchestration.errors import InputError, UsageError, one_line

if TYPE_CHECKING:
    import pyarrow as pa

DRIVER = "adbc-driver-postgresql"

# An unattended night must not wait for ever: seconds for a server to answer at all.
_CONNECT_TIMEOUT = "15"
_BEGIN = "begin transaction isolation level repeatable read read only"
# What holds for every transaction, whatever the role's or the database's own defaults are.
_TRANSACTION = (
    # The driver takes all text for UTF-8; the server's default is the encoding of its database.
    "set local client_encoding = 'UTF8'",
    "set local time zone 'UTC'",
    # Rows in the order in which they lie, so that an unchanged table is read in the same order.
    "set local synchronize_seqscans = off",
    "set local max_parallel_workers_per_gather = 0",
    # Rows that a policy would hide are an error, not a smaller book.
    "set local row_security = off",
    # For a writer that holds a whole table; longer than that and the night should say so.
    "set local lock_timeout = '10min'",
)


def check_driver() -> None:
    """Raise UsageError unless the driver is installed."""
    try:
        import adbc_driver_postgresql.dbapi  # noqa: F401
    except ImportError as error:
        raise UsageError(
            f"connector postgres needs the package {DRIVER}, which is not installed: "
            "pip install 'loanbook[postgres]', or make the environment from requirements.lock"
        ) from error


class Session:
    """One connection to a server; every statement runs in a read-only transaction."""

    def __init__(self, connection: Any, server: str) -> None:
        self._connection = connection
        self._server = server

    @contextmanager
    def snapshot(self, locked: Sequence[str] = ()) -> Iterator[None]:
        """A transaction that sees one state of the database from its first query to its end.

        `locked` are quoted names of tables and views that nobody can empty or drop meanwhile. They
        are locked before the snapshot is taken: whoever is emptying one (`truncate` does not wait
        for snapshots) is waited for, and seen.
        """
        self._run(_BEGIN, "opening a transaction")
        try:
            for statement in _TRANSACTION:
                self._run(statement, "opening a transaction")
            if locked:
                names = ", ".join(locked)
                self._run(f"lock table {names} in access share mode", f"waiting for {names}")
            yield
        finally:
            with suppress(InputError):  # where the connection broke there is nothing to end
                self._run("rollback", "ending a transaction")

    def rows(self, query: str, *parameters: str) -> list[dict[str, Any]]:
        """The rows of a small query; `parameters` fill its $1, $2 and so on."""
        with closing(self._connection.cursor()) as cursor, self._errors("reading its catalogue"):
            cursor.execute(query, parameters or None)
            rows: list[dict[str, Any]] = cursor.fetch_arrow_table().to_pylist()
        return rows

    @contextmanager
    def stream(self, query: str, label: str) -> Iterator[pa.RecordBatchReader]:
        """The rows of a large query, a batch of some megabytes at a time."""
        with closing(self._connection.cursor()) as cursor:
            with self._errors(f"reading {label}"):
                cursor.execute(query)
                reader = cursor.fetch_record_batch()
            yield reader

    def failed(self, doing: str, message: str) -> InputError:
        """The error for what the server, or the way to it, said in the midst of the work."""
        return InputError(
            f"{self._server}: {complaint(message)} (while {doing}): correct it there, or run again "
            "if the server went away"
        )

    def _run(self, statement: str, doing: str) -> None:
        with closing(self._connection.cursor()) as cursor, self._errors(doing):
            cursor.execute(statement)

    @contextmanager
    def _errors(self, doing: str) -> Iterator[None]:
        import adbc_driver_postgresql.dbapi as driver

        try:
            yield
        except (driver.Error, OSError) as error:
            raise self.failed(doing, str(error)) from error


@contextmanager
def open_session(url: str) -> Iterator[Session]:
    """A session with the server of `url`, closed at the end of the block.

    Raises InputError that names the server, without the password, when it cannot be opened.
    """
    import adbc_driver_postgresql.dbapi as driver

    told = with_defaults(
        url, connect_timeout=_CONNECT_TIMEOUT, fallback_application_name="loanbook"
    )
    server = without_password(url)
    try:
        # Transactions are begun by hand: the driver's own take no isolation level.
        connection = driver.connect(told, autocommit=True)
    except driver.Error as error:
        raise InputError(_refused(server, str(error))) from error
    with closing(connection):
        yield Session(connection, server)


def complaint(message: str) -> str:
    """What the server or its library said, without the statement and the words around it.

    >>> complaint("could not begin COPY: ERROR:  division by zero\\n\\nQuery was: COPY ...")
    'division by zero'
    >>> complaint("IOError: [libpq] PQgetCopyData() failed: server closed the connection\\n\\tThis")
    'server closed the connection'
    """
    said = re.search(r"(?:ERROR|FATAL|PANIC):\s+([^\n]+)", message)
    if said:
        return one_line(said[1])
    first_line = message.strip().split("\n", maxsplit=1)[0]
    return one_line(first_line.rpartition("failed: ")[2])


def _refused(server: str, message: str) -> str:
    said = one_line(message.partition("Failed to connect: ")[2] or message)
    if "password" in said or "authentication" in said:
        return (
            f"{server} does not let the user in ({complaint(message)}): give the right user, and "
            "the password in PGPASSWORD, ~/.pgpass or LOANBOOK_RAW"
        )
    return (
        f"{server} cannot be reached ({said}): check that the server runs and that raw names its "
        "host, port and database"
    )
