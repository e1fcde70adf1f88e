"""Raw tables from a live PostgreSQL, through ADBC, streamed as Arrow.

Belongs here: the session with the server, what its catalogue says of the relations and columns, how
each type is read, and the stream of rows into DuckDB. Does not belong here: what a raw table means
(the dbt source of the connector says that), and what is wrong with a row (SQL says that).
"""
