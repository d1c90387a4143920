"""Training of the bilingual encoder: work for the command line, never for the web process."""
