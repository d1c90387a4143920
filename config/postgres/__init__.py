"""The Django database backend `config.postgres`: PostgreSQL, embedded unless DATABASE_URL names a server."""

from config.postgres.settings import database_settings

__all__ = ["database_settings"]
