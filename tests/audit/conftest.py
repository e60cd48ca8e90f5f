"""A list that every connection sees."""

from typing import Any

import pytest

from fgc.families.models import Family
from tests import factories
from tests.audit.lists import written


@pytest.fixture
def house(transactional_db: Any) -> Family:
    """A family whose list is seen by every connection."""
    return written(factories.FamilyFactory())
