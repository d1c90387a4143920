"""ASGI entry point served by Daphne."""

import os

from channels.routing import ProtocolTypeRouter
from django.conf import settings
from django.core.asgi import get_asgi_application

from config.memory import return_freed_memory
from config.startup import refuse_demo_beside_members

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

return_freed_memory()
django_application = get_asgi_application()
if settings.DEMO:
    refuse_demo_beside_members()

application = ProtocolTypeRouter({"http": django_application})
