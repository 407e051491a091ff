"""The text of converted files, the notes, and files that cannot be converted."""

import json
from copy import deepcopy
from textwrap import dedent

import old_dialects as old
import pytest
from conversion import convert, data_of, outcome, small_2018
from hypothesis import given, settings
from hypothesis import strategies as st

from paicatalog.contribute.upgrade.convert import Current, Unconvertible, Upgraded, upgrade
from paicatalog.contribute.upgrade.source_tree import read_tree
from paicatalog.contribute.upgrade.yaml_text import yaml_text
from paicatalog.protocol.document import SourceFile
from paicatalog.protocol.read import parse
from paicatalog.protocol.yaml.json_comments import with_yaml_comments
from paicatalog.rules.check import check_document

CONVERTED = """\
# Weather stations, hourly.
#
# Kept by the climate group.

protocolVersion: 2  # the draft
name: station_forecast
type: job
version: 2018.11
contributor: climate group
description: |
  Forecasts from $$hours$$ hours.

  # not a comment
jobRetryCount: 3

parameters:
  hours: 48  # two days
  rate: 0.005

taskRoles:
  # One trainer is enough.
  trainer:
    script: forecaster
    dockerImage: weather_image  # with pandas
    instances: 2
    # Half a machine.
    resourcePerInstance: {cpu: 6, memoryMB: 12288, gpu: 1, ports: {board: 1}}
    completion:
      minSucceededInstances: 2
    commands:
      # Learn,
      - python <% $script.name %>/learn.py --hours <% $parameters.hours %> --rate <% $parameters.rate %>
      # then tell.
      - echo "trainer is done"; exit 0
  watcher:
    dockerImage: weather_image
    instances: 1
    resourcePerInstance: {cpu: 1, memoryMB: 1024, gpu: 0}
    completion:
      minFailedInstances: -1
    commands:
      - tail --hours=<% $parameters.hours %>

prerequisites:
  - protocolVersion: 2
    name: weather_image
    type: dockerimage
    uri: climate/weather:7
  # The code.
  - protocolVersion: 2
    name: forecaster
    type: script
    uri: https://github.com/climate/forecaster

deployments:
  - name: default
    taskRoles:
      trainer:
        preCommands:
          # The old server fetched the script by itself.
          - git clone "<% $script.uri %>" forecaster
          # As before, neither a failing command nor an unset variable ends the script.
          - set +o errexit +o nounset +o pipefail

defaults:
  virtualCluster: night
  deployment: default
# The end.
"""


def told(found: Upgraded) -> set[str]:
    assert all(note.why.endswith(".") and note.remedy.endswith(".") for note in found.notes)
    return {note.key for note in found.notes}


def reasons(text: str) -> str:
    found = outcome(text)
    assert isinstance(found, Unconvertible), found
    return "; ".join(found.reasons)


def test_comments_order_and_way_of_writing_stay() -> None:
    found = convert(old.TASKS_2018)
    assert found.text == CONVERTED
    assert told(found) == {"name"}


def test_prerequisites_beside_the_job_come_before_its_task_roles() -> None:
    assert list(data_of(convert(old.JOB_2018))) == [
        *("protocolVersion", "name", "type", "parameters", "jobRetryCount", "prerequisites", "taskRoles"),
        *("deployments", "defaults"),
    ]


def test_a_number_that_a_parameter_set_is_told() -> None:
    assert told(convert(old.JOB_2018)) == {"tasks.reckoner.resource.instances"}


def test_all_that_version_1_had_and_protocol_2_has_not_is_told() -> None:
    more = json.loads(old.VERSION_1) | {"authFile": "hdfs://store/login", "killAllOnCompletedTaskNumber": 3, "odd": 1}
    more["taskRoles"][0]["nodes"] = ["a"]
    more["jobEnvs"]["not a name"] = 1
    found = convert(json.dumps(more))
    assert told(found) == {
        *("jobName", "taskRoles.ps-server", "taskRoles.ps_server.portList.web.beginAt", "codeDir", "gpuType"),
        *("PAI_DEFAULT_FS_URI", "authFile", "killAllOnCompletedTaskNumber", "odd", "taskRoles.ps-server.nodes"),
        *("jobEnvs.isDebug", "jobEnvs.not a name"),
    }


def test_what_says_nothing_is_not_told() -> None:
    text = """
    {"jobName": "melt", "image": "i", "authFile": "", "dataDir": "", "gpuType": "", "retryCount": 0, "jobEnvs": {},
     "killAllOnCompletedTaskNumber": 0, "extras": {},
     "taskRoles": [{"name": "main", "taskNumber": 1, "cpuNumber": 1, "memoryMB": 100, "gpuNumber": 0,
       "command": "a && b", "portList": []}]}
    """
    found = convert(text)
    assert found.notes == ()
    assert set(data_of(found)) == {"protocolVersion", "name", "type", "prerequisites", "taskRoles"}


def test_the_end_of_a_job_of_one_role_is_carried_over() -> None:
    role = {"name": "a", "taskNumber": 3, "cpuNumber": 1, "memoryMB": 100, "gpuNumber": 0, "command": "run"}
    text = json.dumps({"jobName": "melt", "image": "i", "killAllOnCompletedTaskNumber": 2, "taskRoles": [role]})
    found = convert(text)
    assert data_of(found)["taskRoles"]["a"]["completion"] == {"minSucceededInstances": 2}
    assert found.notes == ()


def test_a_variable_that_nothing_sets_any_more_is_told() -> None:
    assert told(convert(small_2018(command="[run $PAI_MOON_PHASE]"))) == {"tasks.main.command"}


@pytest.mark.parametrize(
    ("more", "key"),
    [
        ({"job": "gpuType: V100"}, "gpuType"),
        ({"job": "retryCount: -2"}, "retryCount"),
        ({"job": "mood: good"}, "mood"),
        ({"task": "mood: good"}, "tasks.main.mood"),
        ({"task": "parameters: {mood: good}"}, "tasks.main.parameters.mood"),
        ({"task": "env: {MOOD: $$mood$$}"}, "tasks.main.env.MOOD"),
        ({"command": "[run $$mood$$]"}, "tasks.main.command"),
        ({"prerequisite": "{type: script, name: s, uri: u, usage: {a: 1}}"}, "prerequisites.s.usage"),
        ({"prerequisite": "{type: script, name: s, uri: [u, v]}"}, "prerequisites.s.uri"),
        ({"prerequisite": "{type: script, name: s, command: [x]}"}, "prerequisites.s.command"),
        ({"prerequisite": "{type: storage, name: s, uri: u}"}, "prerequisites.s"),
        ({"prerequisite": "{type: data, name: s t, uri: u}"}, "prerequisites.s t.name"),
    ],
)
def test_what_the_drafts_had_and_protocol_2_has_not_is_told(more: dict[str, str], key: str) -> None:
    assert told(convert(small_2018(**more))) == {key}


def test_a_components_own_file_is_converted_with_the_commands_that_fetch_it() -> None:
    text = """
    protocol_version : v2
    name : tides
    type : data
    version : 1.0
    # one a year
    uri : https://tides.example.org/2018,https://tides.example.org/2019
    command : [cd tides, wget x]
    license : MIT
    """
    found = convert(text)
    assert data_of(found) == {
        "protocolVersion": 2,
        "name": "tides",
        "type": "data",
        "version": 1.0,
        "uri": ["https://tides.example.org/2018", "https://tides.example.org/2019"],
        "plugin": "com.microsoft.pai.runtimeplugin.cmd",
        "callbacks": [{"event": "taskStarts", "commands": ["cd tides", "wget x"]}],
        "extras": {"paicatalog": {"license": "MIT"}},
    }
    assert "# one a year" in found.text
    assert found.notes == ()


def test_a_login_in_one_word_loses_its_password_and_says_so() -> None:
    text = old.LIST_2019.replace("uri: climate/river", "uri: climate/river\n    auth: {credential: YW5uYTpzM2NyM3Q=}")
    found = convert(text)
    data = data_of(found)
    assert data["prerequisites"][0]["auth"] == {
        "username": "anna",
        "password": "<% $secrets.river_image_password %>",
    }
    assert data["secrets"] == {"river_image_password": "******"}
    assert "s3cr3t" not in found.text
    assert "prerequisites.river_image.auth.credential" in told(found)


def test_a_draft_with_only_old_counts_changes_by_these_alone() -> None:
    text = """\
    protocolVersion: 2
    name:    kept   # as it is
    type: job
    prerequisites:
      - {type: dockerimage, name: image, uri: "img"}
    taskRoles:
      main:
        completion:
          minSucceededTaskCount: 1 # enough
        dockerImage: image
        resourcePerInstance: {cpu: 1, memoryMB: 100, gpu: 0}
        commands:
          - >-
            run <% $parameters.x %>
            --fast
    """
    assert convert(text).text == (
        "protocolVersion: 2\nname: kept  # as it is\ntype: job\nprerequisites:\n"
        '  - {type: dockerimage, name: image, uri: "img"}\n'
        "taskRoles:\n  main:\n    completion:\n      minSucceededInstances: 1  # enough\n    dockerImage: image\n"
        "    resourcePerInstance: {cpu: 1, memoryMB: 100, gpu: 0}\n    commands:\n"
        "      - >-\n        run <% $parameters.x %>\n        --fast\n"
    )


def test_a_file_with_windows_line_breaks_keeps_them() -> None:
    text = convert(old.TASKS_2018.replace("\n", "\r\n")).text
    assert text.replace("\r\n", "\n") == CONVERTED
    assert text.count("\r\n") == text.count("\n")


def test_protocol_2_is_left_alone() -> None:
    assert outcome("{protocolVersion: 2, name: a, type: data}") == Current(valid=True)
    assert outcome("{protocolVersion: 2, name: a, type: data, uri: 7}") == Current(valid=False)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{protocol_version: v2, name: a, type: job}", "the job has no `tasks`"),
        ("protocol_version: v2\nname: [", "line 2: This is not YAML"),
        ("a: 1", "no dialect that is known"),
        ("", "The file is empty"),
        ('{"properties": {"jobName": 1}}\n#"jobName":', "no `jobName` at its top"),
        ('{\n  "jobName": "a", // the name\n  "image": "i"\n}', "it has no `taskRoles`"),
        ('{"jobName": "a", "image": "i"}', "it has no `taskRoles`"),
        ('{"jobName": "a", "image": "i", "taskRoles": [7]}', "not all mappings with a `name`"),
        ('{"jobName": "a", "taskRoles": [{"name": "r"}]}', "it has no `image`"),
        ('{"jobName": "a", "image": "i", "taskRoles": [{"name": "r", "command": ""}]}', "`r` has no `command`"),
        ('{"jobName": "a", "image": "i", "taskRoles": [{"name": "r", "command": "x"}]}', "`cpu`"),
        (f"{old.LIST_2019}deployments: [{{name: d, taskRoles: {{}}}}]", "at its top and in task roles"),
        (small_2018(task="script: gone"), "`gone`, which the job does not have"),
    ],
)
def test_what_stops_a_conversion_is_named(text: str, reason: str) -> None:
    assert reason in reasons(text)


JUNK = st.sampled_from(
    [None, True, -3, 2.5, "", "$$x$$", "a b: #", "<%", [], {}, [None], {"a": [1]}, "\U0001f600\n\n x"]
)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([old.TASKS_2018, old.JOB_2018, old.LIST_2019, old.VERSION_1]), st.data())
def test_whatever_stands_in_an_old_file_comes_out_valid_or_stopped(text: str, choice: st.DataObject) -> None:
    data = parse(SourceFile("a", text.encode())).data
    for _ in range(choice.draw(st.integers(1, 3))):
        at = data
        while isinstance(at, dict | list) and at:
            key = choice.draw(st.sampled_from(list(at) if isinstance(at, dict) else range(len(at))))
            if not isinstance(at[key], dict | list) or choice.draw(st.booleans()):
                at[key] = deepcopy(choice.draw(JUNK))
                break
            at = at[key]
    found = upgrade(parse(SourceFile("a", json.dumps(data, ensure_ascii=False).encode())))
    if isinstance(found, Upgraded):
        assert parse(SourceFile("b", found.text.encode())).valid


SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=12)
    | st.sampled_from(["1e3", "yes", "- a", "a: b", "x #", "~"])
)
DATA = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.text(max_size=4), DATA, max_size=4))
def test_a_tree_reads_as_its_source(data: object) -> None:
    text = json.dumps(data, indent=1)
    source = parse(SourceFile("a", text.encode()))
    if source.data is not None:
        written = yaml_text(read_tree(text))
        assert parse(SourceFile("b", written.encode("utf-8", "surrogatepass"))).data == source.data


def test_comments_are_found_wherever_they_stand() -> None:
    text = """\
    # top

    a: 1 # one
    # of b
    b: # two
      # of the item
      - x # three
      - {y: 1} # four
      - [1, # five
         2]
      - | # six
        # no comment
        text

      # of the next
      - 'it''s # none' # seven
    c: &anchor {d: "#"}
    e: *anchor
    # end
    """
    written = convert_tree(text)
    for comment in (
        "top",
        "one",
        "of b",
        "two",
        "of the item",
        "three",
        "four",
        "five",
        "six",
        "of the next",
        "seven",
        "end",
    ):
        assert written.count(f"# {comment}\n") == 1, comment
    assert written.startswith("# top\n\na: 1  # one\n# of b\nb:  # two\n")
    assert written.endswith("# end\n")


def convert_tree(text: str) -> str:
    return yaml_text(read_tree(dedent(text)))


JSON_WITH_COMMENTS = """\
/* Kept by the climate group,
 * since 2018. */
{
  // shown in the list
  "jobName": "forecast", // once a day
  "image": "registry.example.com/forecast:1", /* with pandas */
  "gpuType": "any", // no matter which
  "taskRoles": [
    // learns
    {"name": "trainer", /* one */ "taskNumber": 1, "cpuNumber": 1, "memoryMB": 1024, "gpuNumber": 0,
     "command": "python learn.py // see http://example.com/*" // for hours
    }
  ]
}
// That is all.
"""


def test_json_of_version_1_keeps_its_comments() -> None:
    text = convert(JSON_WITH_COMMENTS).text
    assert text.startswith("# Kept by the climate group,\n# since 2018.\n")
    assert "# shown in the list\n# once a day\nname: forecast\n" in text
    assert "# with pandas\nprerequisites:\n" in text
    assert "# no matter which\nprotocolVersion: 2\n" in text
    assert "  # learns\n  # for hours\n  trainer:\n" in text
    assert "python learn.py // see http://example.com/*" in text
    assert text.endswith("# That is all.\n")


def test_json_of_version_1_with_comments_is_one_finding() -> None:
    document = parse(SourceFile("old.json", JSON_WITH_COMMENTS.encode()))
    (found,) = check_document(document)
    assert (found.rule, found.span.line) == ("old-dialect", 5)


@given(st.text(alphabet='"/*\\\n a:{}', max_size=60))
def test_comments_become_comments_in_any_text(text: str) -> None:
    assert with_yaml_comments(text).count("\n") == text.count("\n")


def test_an_open_comment_takes_no_time() -> None:
    assert with_yaml_comments("{" + "/* " * 300_000).startswith("{ # ")
    assert with_yaml_comments('{"' + '\\"' * 300_000).startswith('{"')
