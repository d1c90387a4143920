"""Django's PostgreSQL backend, bringing the embedded cluster up and refusing a server it cannot use."""

from collections.abc import Iterable
from typing import Any

import psycopg
from django.db.backends.postgresql import base
from django.db.backends.postgresql.client import DatabaseClient as PostgreSQLClient

from config.postgres.cluster import Cluster
from config.postgres.connecting import CheckedParameters, check_server, cluster_of, known_place, locate


class DatabaseClient(PostgreSQLClient):
    @classmethod
    def settings_to_cmd_args_env(
        cls, settings_dict: dict[str, Any], parameters: Iterable[str]
    ) -> tuple[list[str], dict[str, str] | None]:
        found = {name.upper(): value for name, value in locate(settings_dict).items()}
        options = {name: value for name, value in settings_dict["OPTIONS"].items() if name != "pool"}
        return super().settings_to_cmd_args_env({**settings_dict, **found, "OPTIONS": options}, parameters)


class DatabaseWrapper(base.DatabaseWrapper):
    client_class = DatabaseClient

    @property
    def cluster(self) -> Cluster | None:
        return cluster_of(self.settings_dict)

    def get_connection_params(self) -> dict[str, Any]:
        settings = self.settings_dict
        parameters = {**super().get_connection_params(), **known_place(settings)}
        return CheckedParameters(parameters, locate=lambda: locate(settings))

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        check_server(conn_params)
        try:
            return super().get_new_connection(conn_params)
        except psycopg.OperationalError:
            if self.cluster is None or self.cluster.is_listening():
                raise
            # The server went away between two looks: once more with a live one, then its own error.
            return super().get_new_connection({**conn_params, **locate(self.settings_dict)})
