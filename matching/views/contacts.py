"""Contact details of an organisation, for those it agreed to meet."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from community.models import Organisation
from community.policies import check_see_organisation
from community.views.requests import MemberRequest
from matching.queries.contacts import contacts_of


def contact(request: MemberRequest, pk: int) -> HttpResponse:
    """Show whom to write to, or why it is not shown yet; a page, or a fragment of the organisation's page."""
    organisation = get_object_or_404(Organisation, pk=pk)
    check_see_organisation(request.user, organisation)
    context = {"organisation": organisation, "contacts": contacts_of(organisation, member=request.user)}
    template = "matching/contact.html"
    return render(request, f"{template}#contacts" if request.htmx else template, context)
