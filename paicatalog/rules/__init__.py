"""The rules: one rule, one file; its docstring is its page on the site. This is their registry."""

import importlib

from paicatalog.rules.rule import Rule

_MODULES = (
    "reading.unreadable_file",
    "reading.bad_encoding",
    "reading.byte_order_mark",
    "reading.yaml_syntax",
    "reading.duplicate_key",
    "reading.several_documents",
    "reading.too_large",
    "reading.not_a_mapping",
    "reading.old_dialect",
    "reading.tab_indentation",
    "reading.malformed_ignore",
    "reading.unused_ignore",
    "schema.missing_key",
    "schema.unknown_key",
    "schema.misspelled_key",
    "schema.wrong_type",
    "schema.bad_value",
    "schema.out_of_range",
    "schema.empty_value",
    "schema.bad_name",
    "schema.too_long",
    "references.duplicate_prerequisite",
    "references.duplicate_deployment",
    "references.unresolved_prerequisite",
    "references.unresolved_deployment",
    "references.unresolved_requirement",
    "references.circular_requirement",
    "templates.template_syntax",
    "templates.unresolved_reference",
    "templates.reference_out_of_scope",
    "templates.unused_parameter",
    "templates.unused_secret",
    "templates.unused_prerequisite",
    "publishing.literal_secret",
    "publishing.recognizable_token",
    "publishing.unsafe_uri",
    "publishing.duplicate_component",
    "reproducibility.image_without_tag",
    "reproducibility.image_latest",
    "reproducibility.script_not_pinned",
    "reproducibility.moving_uri",
    "reproducibility.no_description",
    "reproducibility.no_version",
    "reproducibility.no_contributor",
    "portability.version_is_number",
    "portability.value_read_differently",
    "portability.role_name_not_editable",
    "portability.refused_by_portal",
    "portability.completion_out_of_range",
    "portability.unknown_hived_priority",
    "portability.unknown_container_option",
    "portability.ignored_extras",
    "resources.shm_exceeds_memory",
    "resources.impossible_resource",
    "resources.completion_exceeds_instances",
    "resources.port_number_as_count",
    "resources.unused_port",
    "plugins.malformed_plugin",
    "plugins.unknown_plugin",
    "plugins.unknown_plugin_parameter",
    "plugins.missing_plugin_parameter",
    "plugins.wrong_plugin_parameter",
    "plugins.duplicate_plugin",
    "plugins.malformed_callback",
    "plugins.ssh_plugin_without_jobssh",
    "plugins.plugin_unknown_role",
    "plugins.hived_unknown_role",
    "plugins.malformed_hived_role",
    "plugins.unknown_hived_key",
    "plugins.deployment_unknown_role",
    "commands.unknown_pai_variable",
    "commands.port_not_declared",
    "commands.continuation_across_items",
    "commands.dangling_continuation",
    "commands.shell_syntax",
    "catalog.drift",
    "catalog.deprecated_use",
    "catalog.dangling_successor",
    "catalog.unused_component",
    "reading.rule_crash",
)


def _load(module: str) -> Rule:
    found = getattr(importlib.import_module(f"paicatalog.rules.{module}"), module.rpartition(".")[2])
    assert isinstance(found, Rule)  # A line of the registry names a rule.
    return found


RULES: tuple[Rule, ...] = tuple(map(_load, _MODULES))
"""Every rule, by group."""
RULE_BY_ID = {rule.id: rule for rule in RULES}
