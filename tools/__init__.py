"""Programs that build, check and run the repository; nothing here is imported by the application."""
