"""Who asked to be left out of a circle, as far as it must be known: so that nobody puts that person in it again."""

from django.db import models

from fgc.families.models import FamilyRow


class Objection(FamilyRow):
    """A name, an address or a number that is not put on this map again, as a hash that says nothing by itself."""

    mark = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(name="objection_once", fields=["family", "mark"])]
