"""What somebody who left may still take along: the own words and promises, and nothing of anybody else."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from fgc.accounts.models import User
from fgc.families.models import FamilyRow
from fgc.networks.models import Person


class OwnCopy(FamilyRow):
    """A frozen copy of what was somebody's own at the moment of leaving; read by that person alone, until a moment."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    # By which way the person came, since both ways in end with the leaving.
    account = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="+")
    link_ids = ArrayField(models.UUIDField(), default=list, blank=True)
    content = models.JSONField()
    until = models.DateTimeField()
