"""Accounts, roles and tokens."""

from __future__ import annotations

import uuid

from django.db import models

from normverk.base.policy import Role


class Account(models.Model):
    """A person or program that can log in. `demonstration` marks invented persons."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    username = models.CharField(max_length=80, unique=True)
    display_name = models.CharField(max_length=200)
    password = models.CharField(max_length=200, blank=True)
    active = models.BooleanField(default=True)
    demonstration = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.username


class RoleGrant(models.Model):
    """A role held by an account in one organisation, or everywhere when `organisation` is empty."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="role_grants")
    role = models.CharField(max_length=40, choices=[(role.value, role.value) for role in Role])
    organisation = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "role", "organisation"], name="role_granted_once"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.role} {self.organisation}"


class AccessToken(models.Model):
    """A program's key, kept as a digest only."""

    digest = models.CharField(max_length=64, primary_key=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="tokens")
    expires_at = models.DateTimeField()
    revoked = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.digest[:8]


class LoginFailure(models.Model):
    """A failed login, for slowing down guessing. Holds a digest of what was typed; swept once the log has been told."""

    digest = models.CharField(max_length=64, db_index=True)
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.digest[:8]
