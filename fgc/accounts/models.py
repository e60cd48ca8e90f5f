"""Accounts: who can log in. Not what they may see: that is fgc.access."""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from knox.models import AbstractAuthToken, AuthTokenManager
from phonenumber_field.modelfields import PhoneNumberField

from fgc.accounts import profiles
from fgc.ids import new_id


class Organisation(models.Model):
    """A service of independent coordinators; it is answerable for the record, and bound to the family's say."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=120, unique=True)
    # The method profile by which it works, and the terms that it set otherwise, see `fgc/accounts/profiles.py`.
    profile = models.CharField(max_length=20, default=profiles.DEFAULT)
    terms = models.JSONField(default=dict, blank=True)

    @property
    def works_by(self) -> profiles.Terms:
        """Its ages and terms."""
        return profiles.terms_of(self.profile, self.terms)

    def __str__(self) -> str:
        return self.name


class Work(models.TextChoices):
    """What somebody does here for work; it says nothing about a family."""

    NONE = "none", _("no work here")
    COORDINATOR = "coordinator", _("independent coordinator")
    MANAGER = "manager", _("regional manager")
    PROFESSIONAL = "professional", _("professional")


# In the place of a code on paper that was not made yet: nobody knows one, so nothing fits.
NO_CODE_YET = "!"


class UserManager(BaseUserManager["User"]):
    """Makes accounts; there are no passwords and no superusers."""

    def normalised(self, email: str) -> str:
        """The one way in which we write an address, so that two spellings are one account."""
        return email.strip().lower()

    def with_email(self, email: str) -> "User | None":
        """The account of this address, if there is one."""
        return self.filter(email=self.normalised(email)).first()

    def open_named(self, *, email: str, language: str, named_by: uuid.UUID, **words: str) -> "User":
        """An account for a professional whom a family named: it sets up its second step with a code from there.

        Args:
            named_by: that family; another one that names this address later makes no code.
        """
        return self.open(
            email=email,
            language=language,
            work=Work.PROFESSIONAL,
            enrolment_hash=NO_CODE_YET,
            named_by=named_by,
            **words,
        )

    def open(self, *, name: str, email: str | None = None, work: str = Work.NONE, **rest: object) -> "User":
        """Makes an account that is entered by a code; without an address somebody can only be reached otherwise."""
        user = self.model(name=name, email=self.normalised(email) if email else None, work=work, **rest)
        user.set_unusable_password()
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who can log in. Families by a code; nobody by a password."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=120)
    email = models.EmailField(max_length=254, unique=True, null=True, blank=True)
    phone = PhoneNumberField(blank=True)
    language = models.CharField(max_length=8, default="nl")
    work = models.CharField(max_length=20, choices=Work.choices, default=Work.NONE)
    # What a professional is called on paper: "attendance officer", "Gemeente Zilverdam".
    function = models.CharField(max_length=120, blank=True)
    employer = models.CharField(max_length=120, blank=True)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.RESTRICT, related_name="users"
    )
    spoken_languages = models.CharField(max_length=120, blank=True)
    about = models.CharField(max_length=400, blank=True)
    # Somebody of a family typed this address as that of a professional; only the owner makes it an account for work.
    asked_for_work_at = models.DateTimeField(null=True)
    # A code on paper, or told, as a slow hash: without it nobody sets up the second step of an account for work, and
    # nobody makes an account of a family one for work.
    enrolment_hash = models.CharField(max_length=128, blank=True)
    enrolment_until = models.DateTimeField(null=True)
    # The family that opened it by naming this address, or first asked it to work: that one tells the code, and nobody
    # who names it afterwards.
    named_by = models.UUIDField(null=True)
    # The operator opened it, so it stays; every other account goes when the last thing that names it is gone.
    by_operator = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints = [
            models.CheckConstraint(name="user_email_is_lower_case", condition=Q(email=Lower("email"))),
            models.CheckConstraint(name="user_is_never_a_superuser", condition=Q(is_superuser=False)),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def first_name(self) -> str:
        """How we speak to this person."""
        return self.name.split(" ")[0] if self.name else ""

    @property
    def is_asked_to_work(self) -> bool:
        """Did a family type this address as that of a professional, and waits that for an answer?"""
        return self.work == Work.NONE and self.asked_for_work_at is not None

    @property
    def is_staff(self) -> bool:
        """Nobody is: there is no admin over family data."""
        return False


class Token(AbstractAuthToken):
    """A token by which a program comes in as its owner. Only a hash is kept; `public_id` is safe to show."""

    public_id = models.UUIDField(unique=True, default=new_id, editable=False)
    name = models.CharField(max_length=80)

    objects: ClassVar[AuthTokenManager] = AuthTokenManager()

    def __str__(self) -> str:
        return str(self.public_id)


class LoginServer(models.Model):
    """The login of another organisation, that its people come in with here: OpenID Connect."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=80, unique=True)
    # Who signs what it says; never changed, since it is half of who somebody is.
    issuer = models.CharField(max_length=255, unique=True)
    client_id = models.CharField(max_length=200)
    sealed_secret = models.TextField()
    # The words in `acr` or `amr` that say that a second step was taken there, with spaces between.
    second_step = models.CharField(max_length=400, blank=True)
    is_open = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.slug


class OutsideLogin(models.Model):
    """That an account is entered by a login elsewhere: one login is one account, and one account has one."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    server = models.ForeignKey(LoginServer, on_delete=models.RESTRICT, related_name="logins")
    subject = models.CharField(max_length=255)
    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="outside_login")
    added_at = models.DateTimeField(auto_now_add=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="one_login_is_one_account", fields=["server", "subject"])]

    def __str__(self) -> str:
        return str(self.pk)


class Session(AbstractBaseSession):
    """A browser that is in, or that visits by a personal link; with the account, where there is one."""

    account = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="sessions")

    @classmethod
    def get_session_store_class(cls) -> Any:
        """What reads and writes this table."""
        from fgc.accounts.sessions import SessionStore  # noqa: PLC0415  # it stands above this module

        return SessionStore


class Device(models.Model):
    """A browser in which an account came in before: a hash of a random sign that only that browser has."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(User, on_delete=models.CASCADE, related_name="devices")
    sign_hash = models.CharField(max_length=64)
    # The owner said that nobody else uses it: for a while it takes the place of the code.
    is_own = models.BooleanField(default=False)
    # When a code, or a passkey, was last given in it: for so long it counts.
    proven_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="device_once_an_account", fields=["account", "sign_hash"])]

    def __str__(self) -> str:
        return str(self.pk)
