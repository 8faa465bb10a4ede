"""Shapes of the API: requests checked, answers described."""

from __future__ import annotations

from rest_framework import serializers


class DueSerializer(serializers.Serializer[object]):
    """An owed return."""

    form = serializers.CharField()
    tax_period = serializers.CharField()
    deadline = serializers.DateField()
    provisional = serializers.BooleanField()


class ReturnSerializer(serializers.Serializer[object]):
    """A drafted or sent return."""

    id = serializers.IntegerField()
    form = serializers.CharField()
    tax_period = serializers.CharField()
    version = serializers.IntegerField()
    tax_payable = serializers.CharField()
    surtaxes = serializers.DictField()
    total_payable = serializers.CharField()
    payload_hash = serializers.CharField()
    lines = serializers.DictField()
    findings = serializers.ListField()


class SubmissionSerializer(serializers.Serializer[object]):
    """Where a submission stands."""

    id = serializers.IntegerField()
    key = serializers.CharField()
    form = serializers.CharField()
    tax_period = serializers.CharField()
    state = serializers.CharField()
    channel = serializers.CharField()
    reference = serializers.CharField()
    reason = serializers.CharField()
    receipt_name = serializers.CharField(allow_null=True)
    handover_id = serializers.IntegerField(allow_null=True)
    total_payable = serializers.CharField()
    paid = serializers.BooleanField()


class ApproveSerializer(serializers.Serializer[object]):
    """The package hash somebody looked at."""

    package_hash = serializers.RegexField(r"^[0-9a-f]{64}$")


class FileSerializer(serializers.Serializer[object]):
    """The channel to file through."""

    channel = serializers.CharField(max_length=40)


class OverrideSerializer(serializers.Serializer[object]):
    """A figure in place of the computed one."""

    cell = serializers.CharField(max_length=80)
    value = serializers.DecimalField(max_digits=18, decimal_places=2)
    reason = serializers.CharField(max_length=300)
