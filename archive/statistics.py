"""What the database knows of how its rows are spread. No reader's address hangs on it."""

from __future__ import annotations

from django.db import connection

# So many rows of an index are enough for SQLite; all of twenty years would keep writers waiting.
LOOKED_AT = 1000


def gather() -> None:
    """Let the database look at its tables: after a large import they are not what they were."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA analysis_limit={LOOKED_AT}")
        cursor.execute("ANALYZE")


def are_gathered() -> bool:
    """Whether it has ever looked at the table of stories."""
    query = (
        "SELECT COUNT(*) FROM sqlite_master WHERE name = 'sqlite_stat1'"
        if connection.vendor == "sqlite"
        else "SELECT COUNT(*) FROM pg_stats WHERE tablename = 'articles_article'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return bool(cursor.fetchone()[0])
