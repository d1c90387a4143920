"""The DATABASES setting, read from the environment."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote

import environ
from django.core.exceptions import ImproperlyConfigured

SCHEMES = ("postgres", "postgresql", "psql", "pgsql")


def database_settings(env: environ.Env, base_dir: Path) -> dict[str, Any]:
    """A real server when DATABASE_URL is set, the embedded cluster otherwise; pooled connections in both."""
    common: dict[str, Any] = {
        "CONN_MAX_AGE": 0,
        # The pool checks a connection before lending it, so a restarted server is never noticed by a page.
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"pool": pool_settings(env)} if env.int("FAUBOURG_DB_POOL_MAX", default=20) else {},
    }
    if url := env.str("DATABASE_URL", default=""):
        if url.partition("://")[0] not in SCHEMES:
            raise ImproperlyConfigured(
                "DATABASE_URL must start with postgres:// : Faubourg needs PostgreSQL."
            )
        server = env.db_url("DATABASE_URL", engine="config.postgres")
        # A socket's folder stands in the address as %2Fvar%2Frun%2Fpostgresql.
        server["HOST"] = unquote(server["HOST"])
        return {**server, **common, "OPTIONS": {**server.get("OPTIONS", {}), **common["OPTIONS"]}}
    folder = base_dir / (env.str("FAUBOURG_POSTGRES_FOLDER", default="") or "var/postgres")
    return {
        "ENGINE": "config.postgres",
        "NAME": "faubourg",
        "USER": "faubourg",
        "HOST": "",
        "PORT": "",
        "PASSWORD": "",
        "EMBEDDED": {
            "folder": str(folder),
            "durable": env.bool("FAUBOURG_POSTGRES_DURABLE", default=True),
            "ephemeral": env.bool("FAUBOURG_POSTGRES_EPHEMERAL", default=False),
            "allowed": env.bool("DEBUG", default=False)
            or env.bool("FAUBOURG_EMBEDDED_POSTGRES", default=False),
        },
        **common,
    }


def pool_settings(env: environ.Env) -> dict[str, Any]:
    return {
        "min_size": env.int("FAUBOURG_DB_POOL_MIN", default=1),
        "max_size": env.int("FAUBOURG_DB_POOL_MAX", default=20),
        "timeout": env.float("FAUBOURG_DB_POOL_TIMEOUT_S", default=5.0),
        "max_idle": 120.0,
    }
