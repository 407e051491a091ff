"""Hardware is counted and printed correctly, for any values in a file."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paicatalog.reproduce.job.resources import hardware, memory_words


def role(instances: Any = 1, shm: Any = None, **resources: Any) -> dict[str, Any]:
    return {"instances": instances, "resourcePerInstance": resources, "extraContainerOptions": {"shmMB": shm}}


def test_all_containers_are_added_up() -> None:
    found = hardware(
        {"taskRoles": {"a": role(2, cpu=4, memoryMB=16384, gpu=4), "b": role(cpu=8, memoryMB=32768, gpu=0)}}
    )
    assert found.summary == "3 containers, 8 GPUs, 64 GB memory, 16 CPUs"
    assert [each.role for each in found.roles] == ["a", "b"]


def test_what_is_nothing_is_left_out() -> None:
    assert (
        hardware({"taskRoles": {"a": role(cpu=1, memoryMB=512, gpu=0)}}).summary == "1 container, 512 MB memory, 1 CPU"
    )


@pytest.mark.parametrize(
    ("mebibytes", "words"),
    [(0, ""), (1, "1 MB"), (1023, "1023 MB"), (1024, "1 GB"), (1536, "1.5 GB"), (1048576, "1,024 GB")],
)
def test_memory_is_printed_in_binary_units(mebibytes: int, words: str) -> None:
    assert memory_words(mebibytes) == words


def test_ports_shared_memory_and_infiniband_are_kept() -> None:
    fields = role(cpu=1, ports={"web": 1, "none": 0, "bad": "x"}, shm=2048)
    fields["extraContainerOptions"]["infiniband"] = True
    (found,) = hardware({"taskRoles": {"a": fields}}).roles
    assert (dict(found.ports), found.shm_mb, found.infiniband) == ({"web": 1}, 2048, True)


@pytest.mark.parametrize("bad", [None, True, "4", -1, 0.5, float("nan"), float("inf"), 1e300, [], {}])
def test_no_number_counts_as_nothing(bad: Any) -> None:
    found = hardware({"taskRoles": {"a": role(bad, cpu=bad, gpu=bad, memoryMB=bad, ports=bad)}})
    assert found.summary == "1 container"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["taskRoles", "instances", "resourcePerInstance", "cpu", "ports", "x"]), inner
        )
    ),
    max_leaves=20,
)


@settings(max_examples=40, deadline=None)
@given(JSON)
def test_garbage_has_a_summary_too(data: Any) -> None:
    assert isinstance(hardware(data).summary, str)
