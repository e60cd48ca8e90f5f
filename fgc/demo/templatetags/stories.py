"""The people of the stories, for the start page of the demo."""

from django import template

from fgc.demo import entering

register = template.Library()


@register.simple_tag
def people_to_be() -> list[tuple[str, list[tuple[str, list[entering.Entry]]]]]:
    """Whom a visitor may be, story by story, and in each by the kind of user."""
    return entering.entries()
