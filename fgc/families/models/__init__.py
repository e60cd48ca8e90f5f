"""The family and what it decided: the commission, the question, the coordinator it chose."""

from fgc.families.models.commissions import Child, Commission, CommissionedChild
from fgc.families.models.family import Family, FamilyQuerySet
from fgc.families.models.offers import CoordinatorOffer
from fgc.families.models.proposals import Proposal
from fgc.families.models.questions import MainQuestion
from fgc.families.models.rows import FamilyRow
from fgc.families.models.splits import Split

__all__ = [
    "Child",
    "Commission",
    "CommissionedChild",
    "CoordinatorOffer",
    "Family",
    "FamilyQuerySet",
    "FamilyRow",
    "MainQuestion",
    "Proposal",
    "Split",
]
