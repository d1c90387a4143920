"""Reads of matching: rows turned into arrays, and sets of rows a page shows."""
