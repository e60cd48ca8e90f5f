"""The messages about the plan; importing this hands them to the outbox."""

from fgc.plans.letters import endings, follow_up, promises, releases

__all__ = ["endings", "follow_up", "promises", "releases"]
