"""Coming in with a code by mail: an address that we do not know looks exactly like one that we know."""

from typing import Any

from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from allauth.account.views import ConfirmLoginCodeView, RequestLoginCodeView
from django import forms
from django.contrib.auth import logout as end_session
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from fgc.pages.door import PageRequest, public_page
from fgc.pages.entrance.adapter import TOO_OFTEN
from fgc.pages.entrance.leaving import quiet_after_leaving


class EnterForm(RequestLoginCodeForm):
    """Where the code goes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = forms.EmailField(
            label=_("Your e-mail address"),
            max_length=254,
            widget=forms.EmailInput(attrs={"autocomplete": "email"}),
            error_messages={
                "required": _("Fill in your e-mail address. The code goes there."),
                "invalid": _("This is not a complete e-mail address. It looks like name@example.nl."),
            },
        )


class CodeForm(ConfirmLoginCodeForm):
    """The code from the mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = forms.CharField(
            label=_("The code from the e-mail"),
            widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}),
            error_messages={"required": _("Fill in the code. It is in the e-mail that we sent.")},
        )


class _Refusing:
    """A form that is not accepted answers with 422, and with 429 where waiting helps, as everywhere in this house."""

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)  # type: ignore[misc]  # of the view beside it
        response.status_code = 429 if any(form.has_error(field, TOO_OFTEN) for field in form.errors) else 422
        return response


class EnterView(_Refusing, RequestLoginCodeView):
    """Asks for the address."""

    template_name = "entrance/enter.html"

    def get_form_class(self) -> type[forms.Form]:
        """Our own words."""
        return EnterForm


class CodeView(_Refusing, ConfirmLoginCodeView):
    """Asks for the code."""

    template_name = "entrance/enter_code.html"

    def get_form_class(self) -> type[forms.Form]:
        """Our own words."""
        return CodeForm


_enter, _code = EnterView.as_view(), CodeView.as_view()


@public_page("GET", "POST")
@quiet_after_leaving
def enter(request: PageRequest) -> HttpResponse:
    """Where does the code go?"""
    return _enter(request)  # type: ignore[return-value]  # allauth says less than it gives


@public_page("GET", "POST")
@quiet_after_leaving
def enter_code(request: PageRequest) -> HttpResponse:
    """What is the code?"""
    return _code(request)  # type: ignore[return-value]  # allauth says less than it gives


@public_page("POST")
def logout(request: PageRequest) -> HttpResponse:
    """Ends the session, a visit by a personal link included."""
    end_session(request)
    return redirect("start")
