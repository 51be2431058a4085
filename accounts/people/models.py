"""People who can sign in, by e-mail address."""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from core.findable.tracking import findable
from core.history.tracking import tracked


class PersonManager(BaseUserManager["Person"]):
    """Makes people; passwords are hashed here and nowhere else."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        """A person with this address and password, or without a usable password when none is given."""
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


@findable(kind="person", title=("name",), text=("email",), noun="persoon collega")
@tracked(exclude=("password", "last_login", "seen_until"))
class Person(AbstractBaseUser):
    """Somebody who signs in; what they may do follows from their memberships."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField("e-mailadres", max_length=254, unique=True)
    name = models.CharField("naam", max_length=200)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(null=True)
    seen_until = models.DateTimeField(null=True, help_text="changes up to this moment were shown on Vandaag")

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[PersonManager] = PersonManager()

    class Meta:
        ordering = ("name",)
        constraints = (
            models.CheckConstraint(name="person_email_lower", condition=Q(email=Lower("email"))),
            models.CheckConstraint(name="person_named", condition=~Q(name="")),
        )

    def __str__(self) -> str:
        return self.name
