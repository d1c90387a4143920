"""Members: people with an account, and their roles in organisations."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .fields import code_constraint, fold
from .vocabulary import WRITING_ROLES, Language, Role


class MemberManager(BaseUserManager["Member"]):
    """Creates members from an e-mail address, which is what they sign in with."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Member":
        member = self.model(email=self.normalize_email(email).lower(), **fields)
        member.set_password(password)
        member.save(using=self._db)
        return member

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "Member":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "Member":
        return self.get(email__iexact=username)


class Member(AbstractBaseUser, PermissionsMixin):
    """A person with an account."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    job_title = models.CharField(_("role in the organisation"), max_length=120, blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    language = models.CharField(
        _("language"), max_length=2, choices=Language.choices, default=Language.FRENCH
    )
    about = models.TextField(_("about you"), max_length=2000, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("staff"), default=False)
    is_demo = models.BooleanField(_("demonstration account"), default=False)
    joined_at = models.DateTimeField(_("joined on"), default=timezone.now)
    sort_key = models.CharField(max_length=160, editable=False, db_index=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = MemberManager()

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        ordering = ["sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="member_email_once"),
            code_constraint("language", Language, "member_language_known"),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = fold(self.name or self.email)[:160]
        super().save(*args, **kwargs)

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0] if self.name else self.email


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Sets of memberships."""

    def writing(self) -> "MembershipQuerySet":
        """Those whose member writes and answers in the organisation's name, with the member."""
        return self.filter(role__in=WRITING_ROLES, member__is_active=True).select_related("member")


class Membership(models.Model):
    """A member's role in an organisation."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(
        "community.Organisation", on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField(_("role"), max_length=10, choices=Role.choices, default=Role.READER)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(fields=["member", "organisation"], name="membership_once"),
            code_constraint("role", Role, "membership_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.member} – {self.organisation}"
