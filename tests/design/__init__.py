"""Tests of the look: tokens, components, pages that need no data, and what JavaScript adds."""
