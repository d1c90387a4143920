"""The smallest site on the backend `config.postgres`, for the programs that its tests start."""

from pathlib import Path

import environ

from config.postgres import database_settings

env = environ.Env()
SECRET_KEY = "only-for-tests"
USE_TZ = True
ALLOWED_HOSTS = ["*"]
INSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.auth", "procrastinate.contrib.django"]
DATABASES = {"default": database_settings(env, Path(__file__).resolve().parents[2])}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
