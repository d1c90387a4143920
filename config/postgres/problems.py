"""What can go wrong with the database, each named, its text saying what to do."""


class ClusterError(RuntimeError):
    """The embedded cluster cannot be used; the text is one sentence for the person at the keyboard."""


class NoBinariesError(ClusterError):
    """No PostgreSQL came with the installed packages."""


class FolderRefusedError(ClusterError):
    """A folder cannot be created, belongs to somebody else or is open to others."""


class IncompatibleDataError(ClusterError):
    """The data were written by another major version of PostgreSQL."""


class DiskFullError(ClusterError):
    """There is no room left for the data."""


class StartFailedError(ClusterError):
    """The server did not start, or does not answer."""


class EmbeddedRefusedError(ClusterError):
    """The embedded cluster is for development and demonstrations, unless asked for."""
