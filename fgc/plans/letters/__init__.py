"""The messages about the plan; importing this hands them to the outbox."""

from fgc.plans.letters import follow_up, promises, releases

__all__ = ["follow_up", "promises", "releases"]
