"""The statements of every turn: compiled once from the tables, and run by the driver's own cursor.

SQLAlchemy takes several times as long about a statement as the database does. What makes it right is left to it: the
SQL and how values are turned both ways, the connection with its codecs and limits, the transaction, and what an error
means. So it does not matter which statements of a transaction are run here and which by SQLAlchemy.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.util.concurrency import await_

from bot.storage.upserts import Upsert

Convert = Callable[[Any], Any]


class Prepared:
    """One statement. Whatever fails comes as SQLAlchemy tells it, and a connection found dead is let go of."""

    def __init__(self, statement: sa.Select[*tuple[Any, ...]] | sa.Insert | sa.Update | sa.Delete | Upsert) -> None:
        self._statement = statement
        self._plans: dict[str, _Plan] = {}

    def rows(self, connection: sa.Connection, values: Mapping[str, Any]) -> list[dict[str, Any]]:
        """What is found, by the names of the columns."""
        found, columns = self._run(connection, (values,)), self._plans[connection.dialect.name].columns
        rows = [dict(zip(columns, row, strict=True)) for row in found]
        for name, convert in columns.items():
            if convert:
                for row in rows:
                    row[name] = convert(row[name])
        return rows

    def first(self, connection: sa.Connection, values: Mapping[str, Any]) -> dict[str, Any] | None:
        """The first of them, where there is one."""
        return next(iter(self.rows(connection, values)), None)

    def change(self, connection: sa.Connection, *each: Mapping[str, Any]) -> int:
        """Does it once for each of the values; how many rows it concerned, where that was once."""
        return int(self._run(connection, each)) if each else 0

    def _run(self, connection: sa.Connection, each: Sequence[Mapping[str, Any]]) -> Any:
        plan = self._plans.get(connection.dialect.name) or self._plan(connection.dialect, each[0])
        cursor, given, is_sent = None, None, False
        try:
            given = [plan.given(values) for values in each]
            is_one = len(given) == 1
            for told in connection.dispatch.before_cursor_execute:
                told(connection, cursor, plan.sql, given[0] if is_one else given, None, not is_one)
            if plan.is_served:
                is_sent = True
                return await_(_served(connection.connection.dbapi_connection, plan, given))
            driver: Any = connection.connection.dbapi_connection
            cursor, is_sent = driver.cursor(), True
            if is_one:
                cursor.execute(plan.sql, given[0])
            else:
                cursor.executemany(plan.sql, given)
            return cursor.fetchall() if plan.columns else cursor.rowcount
        except BaseException as failed:
            # As SQLAlchemy does with its own: one that is cut off throws its connection away, one that fails for what
            # it was given or for the database says which it was, and what else the driver raises is left as it is.
            is_told = not is_sent or isinstance(failed, connection.dialect.loaded_dbapi.Error)
            connection._handle_dbapi_exception(failed, plan.sql if is_told else None, given, cursor, None)

    def _plan(self, dialect: sa.Dialect, values: Mapping[str, Any]) -> _Plan:
        statement = self._statement.of(dialect.name) if isinstance(self._statement, Upsert) else self._statement
        whole = statement.inline() if isinstance(statement, sa.Insert) else statement
        compiled = whole.compile(dialect=dialect, column_keys=list(values))
        names = compiled.positiontup or ()
        turned = {name: convert for name in names if (convert := _bind(compiled, dialect, name))}
        constants = {name: compiled.params[name] for name in names if name not in values}
        plan = _Plan(
            sql=str(compiled),
            asked=frozenset(values),
            names=tuple((name, turned.get(name) if name in values else None) for name in names),
            always={name: turned[name](value) if name in turned else value for name, value in constants.items()},
            columns=_columns(statement, dialect),
            is_served=dialect.name == "postgresql",
        )
        self._plans[dialect.name] = plan
        return plan


@dataclass(frozen=True)
class _Plan:
    """A statement for one dialect: its values in their order, and what comes back, each with how it is turned."""

    sql: str
    asked: frozenset[str]
    names: Sequence[tuple[str, Convert | None]]
    """The values' order, each with how it is turned."""
    always: Mapping[str, Any]
    """What nobody gives, as it always is the same."""
    columns: Mapping[str, Convert | None]
    is_served: bool
    """By a server, which is waited for; else by SQLite in this thread."""

    def given(self, values: Mapping[str, Any]) -> tuple[Any, ...]:
        """The values as the driver takes them. Raises ``ValueError`` where they are not those of the statement."""
        if values.keys() != self.asked:
            raise ValueError(f"not the values of this statement: {sorted(values.keys() ^ self.asked)}")
        its = {**self.always, **values} if self.always else values
        return tuple([convert(its[name]) if convert else its[name] for name, convert in self.names])


async def _served(connection: Any, plan: _Plan, given: Sequence[tuple[Any, ...]]) -> Any:
    """By asyncpg itself, which prepares what it is told once a connection; only its errors become SQLAlchemy's."""
    try:
        if len(given) > 1:
            return await connection.driver_connection.executemany(plan.sql, given) or 0
        if plan.columns:
            return await connection.driver_connection.fetch(plan.sql, *given[0])
        return (await connection.driver_connection.execute(plan.sql, *given[0])).rpartition(" ")[2]
    except Exception as failed:
        connection._handle_exception(failed)


def _bind(compiled: sa.Compiled, dialect: sa.Dialect, name: str) -> Convert | None:
    its = compiled.binds.get(name)  # type: ignore[attr-defined]
    return its.type.dialect_impl(dialect).bind_processor(dialect) if its is not None else None


def _columns(statement: Any, dialect: sa.Dialect) -> dict[str, Convert | None]:
    if not isinstance(statement, sa.Select):
        return {}
    return {
        name: column.type.dialect_impl(dialect).result_processor(dialect, None)
        for name, column in statement.exported_columns.items()
    }
