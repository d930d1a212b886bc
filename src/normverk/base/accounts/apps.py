"""Accounts as a Django app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Registers the tables of people and roles as governed."""

    name = "normverk.base.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Declares which tables the event log must explain."""
        from normverk.base.accounts import events, jobs  # noqa: F401  (declares by being read)
        from normverk.base.accounts.models import AccessToken, Account, RoleGrant
        from normverk.base.events.rows import govern

        govern(Account, personal=frozenset({"display_name", "password"}))
        govern(RoleGrant)
        govern(AccessToken)
