from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Who can log in."""

    name = "fgc.accounts"
    label = "accounts"
