from collections.abc import Iterator, Mapping
from typing import Any

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.place import Part, Place, Pointer
from paicatalog.rules.document_parts import job_of, mapping
from paicatalog.rules.rule import Group, rule
from paicatalog.rules.wording import quote, suggestion

_KEYS = ["jobPriorityClass", "taskRoles", "lazyPreemptionEnable", "ignoreK8sSuggestedNodes"]
_ROLE_KEYS = ["skuType", "skuNum", "affinityGroupName", "pinnedCellId"]
_RENAMED = {"gpuType": "skuType", "gpuNum": "skuNum", "reservationId": "pinnedCellId"}


@rule(Severity.WARNING, Group.PLUGINS, keys={"hivedScheduler"})
def unknown_hived_key(document: Document) -> Iterator[Violation]:
    """Finds a HiveD setting that HiveD does not have.

    ## Why

    The REST server takes anything below `extras`, and HiveD passes over what it does not know: the job runs, on
    other hardware or with another priority than intended.

    ## Example

    ```yaml
    protocolVersion: 2
    name: hello
    type: job
    prerequisites:
      - type: dockerimage
        name: python
        uri: "python:3.12-slim"
    taskRoles:
      main:
        dockerImage: python
        resourcePerInstance:
          cpu: 1
          memoryMB: 1024
          gpu: 0
        commands:
          - python -c 'print("hello")'
    extras:
      hivedScheduler:
        taskRoles:
          main:
            skuTyp: K80
            skuNum: 1
    ```

    ## Use instead

    ```yaml
    protocolVersion: 2
    name: hello
    type: job
    prerequisites:
      - type: dockerimage
        name: python
        uri: "python:3.12-slim"
    taskRoles:
      main:
        dockerImage: python
        resourcePerInstance:
          cpu: 1
          memoryMB: 1024
          gpu: 0
        commands:
          - python -c 'print("hello")'
    extras:
      hivedScheduler:
        taskRoles:
          main:
            skuType: K80
            skuNum: 1
    ```
    """
    hived = mapping(mapping(job_of(document).get("extras")).get("hivedScheduler"))
    start = ("extras", "hivedScheduler")
    yield from _unknown(hived, start, _KEYS)
    for role, fields in mapping(hived.get("taskRoles")).items():
        yield from _unknown(mapping(fields), (*start, "taskRoles", role), _ROLE_KEYS)


def _unknown(fields: Mapping[str, Any], pointer: Pointer, known: list[str]) -> Iterator[Violation]:
    for key in [key for key in fields if key not in known]:
        renamed = _RENAMED.get(key, "")
        hint = f"It is called `{renamed}` today." if renamed in known else suggestion(key, known)
        yield Violation(Place((*pointer, key), Part.KEY), f"The HiveD scheduler has no setting {quote(key)}.", hint)
