"""Guardian's question "has this user this permission on this object?", answered with the dates of the grant."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import models
from guardian.backends import ObjectPermissionBackend

from fgc.access import grants
from fgc.accounts.models import User


class DatedGrants(ObjectPermissionBackend):
    """`user.has_perm("families.act_coordinator", family)` is true only while the grant is in force."""

    def has_perm(self, user_obj: User | AnonymousUser, perm: str, obj: models.Model | None = None) -> bool:
        """Asks the same table as every other question of permission; nothing model-wide, no superuser."""
        if obj is None or obj._meta.label != "families.Family" or not isinstance(user_obj, User):
            return False
        roles = grants.standing(user_obj.pk, obj.pk).roles
        return perm.rpartition(".")[2] in {role.value for role in roles}

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """The roles in force on this family; none without a family."""
        if obj is None or not isinstance(user_obj, User):
            return set()
        return {role.value for role in grants.standing(user_obj.pk, obj.pk).roles}
