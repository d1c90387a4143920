"""Reading files: what a file really is, its encoding, and its rows one after the other."""

from .opening import ENCODINGS, MAX_BYTES, Table, open_table

__all__ = ["ENCODINGS", "MAX_BYTES", "Table", "open_table"]
