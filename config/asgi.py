"""ASGI entry point served by Daphne."""

import os

from channels.routing import ProtocolTypeRouter
from django.conf import settings
from django.core.asgi import get_asgi_application

from config.startup import refuse_demo_beside_members

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

django_application = get_asgi_application()
if settings.DEMO:
    refuse_demo_beside_members()

application = ProtocolTypeRouter({"http": django_application})
