"""Conversion of the drafts of 2018 (`protocol_version: v2`) and of early 2019 (`$$x$$` references)."""
