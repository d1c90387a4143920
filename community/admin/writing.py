"""Administration of what passes between people and the programme: invitations, requests, mails, files."""

from django.contrib import admin

from community.models import AccessRequest, DemoMail, ImportRun, Invitation, Mail, Notice, UsedLink

from .base import ReadOnlyAdmin


@admin.register(Invitation)
class InvitationAdmin(ReadOnlyAdmin):
    """Made and withdrawn on the organisation's page, which also sends the link."""

    list_display = ["email", "organisation", "role", "invited_by", "created_at", "expires_at", "state_label"]
    list_filter = ["role", "created_at"]
    list_select_related = ["organisation", "invited_by"]
    search_fields = ["email", "organisation__sort_key"]

    @admin.display(description="state")
    def state_label(self, invitation: Invitation) -> str:
        return str(invitation.state.label)


@admin.register(AccessRequest)
class AccessRequestAdmin(ReadOnlyAdmin):
    """Answered on the organisers' page, which writes to the person."""

    list_display = ["name", "email", "organisation_name", "state", "created_at", "answered_by"]
    list_filter = ["state", "created_at"]
    list_select_related = ["answered_by"]
    search_fields = ["name", "email", "organisation_name"]


@admin.register(Notice)
class NoticeAdmin(ReadOnlyAdmin):
    list_display = ["member", "sentence", "created_at", "read_at"]
    list_filter = ["created_at"]
    list_select_related = ["member"]
    search_fields = ["member__sort_key", "member__email", "text"]


@admin.register(Mail)
class MailAdmin(ReadOnlyAdmin):
    """Whether mails leave; their text is between the programme and its reader."""

    list_display = ["to", "subject", "created_at", "sent_at"]
    list_filter = ["created_at", "sent_at"]
    search_fields = ["to", "subject"]
    fields = ["member", "to", "subject", "created_at", "sent_at"]


@admin.register(DemoMail)
class DemoMailAdmin(ReadOnlyAdmin):
    list_display = ["to", "subject", "created_at"]
    search_fields = ["to", "subject"]


@admin.register(UsedLink)
class UsedLinkAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "used_at", "expires_at"]


@admin.register(ImportRun)
class ImportRunAdmin(ReadOnlyAdmin):
    """Who brought which file, and what became of it; the file itself is not read here."""

    list_display = ["file_name", "type_name", "by", "state", "rows_done", "row_total", "created_at"]
    list_filter = ["state", "created_at"]
    list_select_related = ["by"]
    search_fields = ["file_name", "by__sort_key", "by__email"]
    fields = [
        "file_name", "type_name", "by", "skips_invalid", "state", "rows_done", "row_total", "created_at",
        "finished_at", "expires_at",
    ]  # fmt: skip
