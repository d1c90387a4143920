"""Forms of matching: answers, introductions, filters."""
