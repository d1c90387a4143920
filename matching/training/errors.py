"""Errors of training that the person at the keyboard can mend, each with a sentence."""


class TrainingInputError(Exception):
    """An input of the training run is missing, unreadable or wrong; the message says which and where."""
