"""The tags that translate, for pages that a family shares with its coordinator: in whose voice is it said?"""

from typing import Any

from django import template
from django.template.base import Parser, Token, render_value_in_context
from django.templatetags import i18n
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe

from fgc.pages import voice

register = template.Library()


class InTheVoiceOf(template.Node):
    """What is said to the family as it stands, and to its coordinator by the name of the family."""

    def __init__(self, ordinary: Any, english: str) -> None:
        self.ordinary, self.english = ordinary, english

    def render(self, context: template.Context) -> str:
        """The words for this reader; kept for later where the tag says `as`."""
        family = voice.family_named_to(getattr(context, "request", None))
        if not family:
            return str(self.ordinary.render(context))
        extra = getattr(self.ordinary, "extra_context", {})
        values = {name: render_value_in_context(value.resolve(context), context) for name, value in extra.items()}
        said = mark_safe(str(voice.BY_NAME[self.english]) % {**values, "family": conditional_escape(family)})  # noqa: S308  # each value was escaped
        if not self.ordinary.asvar:
            return said
        context[self.ordinary.asvar] = said
        return ""


@register.tag("translate")
def translate(parser: Parser, token: Token) -> template.Node:
    """As Django's own, in the voice that fits the reader."""
    node = i18n.do_translate(parser, token)
    return _voiced(node, str(getattr(node.filter_expression.var, "literal", "")))


@register.tag("blocktranslate")
def blocktranslate(parser: Parser, token: Token) -> template.Node:
    """As Django's own, in the voice that fits the reader."""
    node = i18n.do_block_translate(parser, token)
    return _voiced(node, node.render_token_list(node.singular)[0])


def _voiced(node: template.Node, english: str) -> template.Node:
    return InTheVoiceOf(node, english) if english in voice.BY_NAME else node
