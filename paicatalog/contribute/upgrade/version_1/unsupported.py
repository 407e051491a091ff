"""Notes on features of version 1 that protocol 2 does not support."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from paicatalog.contribute.upgrade import old_role
from paicatalog.contribute.upgrade.note import Note

FOLDERS = {
    "dataDir": ("data", "PAI_DATA_DIR"),
    "outputDir": ("output", "PAI_OUTPUT_DIR"),
    "codeDir": ("script", "PAI_CODE_DIR"),
}
"""The component type and the variable with the address, by key."""
SWITCHES = {"paiAzRDMA": "prepared Azure RDMA", "isDebug": "kept a failed container for a week"}
"""Entries of `jobEnvs` that the server read, and what it did if they were set."""

_KNOWN = frozenset(
    [
        *("jobName", "image", "authFile", *FOLDERS, "virtualCluster", "taskRoles", "gpuType", "retryCount"),
        *("jobEnvs", "killAllOnCompletedTaskNumber", "extras"),
    ]
)
_KNOWN_OF_ROLE = frozenset(
    ["name", "taskNumber", "cpuNumber", "memoryMB", "shmMB", "gpuNumber", "portList", "command", *old_role.COUNTS]
)


def unsupported_notes(
    job: Mapping[Any, Any], roles: Sequence[Mapping[str, Any]], exported: Collection[str]
) -> Iterator[Note]:
    """Yield a note for everything that is not converted. `exported` are the keys of `jobEnvs` that are."""
    yield from _file_system(job)
    if login := job.get("authFile"):
        why = f"The registry login is read from no file any more (`{login}`): the image is pulled without one."
        remedy = (
            "Give the prerequisite of type dockerimage `auth` with `username`, `password: <% $secrets.password %>` "
            "and `registryuri`, and put the password into `secrets` when you submit the job."
        )
        yield Note("authFile", why, remedy)
    if job.get("gpuType"):
        yield old_role.gpu_type_note(job["gpuType"])
    completed = job.get("killAllOnCompletedTaskNumber")
    if completed and (len(roles) > 1 or roles[0].get("minSucceededTaskCount") is not None):
        yield old_role.completed_tasks_note(completed)
    yield from _environment(job, exported)
    yield from _unknown_keys(job, roles)


def _file_system(job: Mapping[Any, Any]) -> Iterator[Note]:
    text = str(job)
    if job.get("codeDir"):
        why = "No server copies the code into the container any more: the deployment does it by `hdfs dfs -get`."
        remedy = "See that the image has the `hdfs` client, or put `git clone` or a mounted storage in its place."
        yield Note("codeDir", why, remedy)
    if "PAI_DEFAULT_FS_URI" in text or ("PAI_OUTPUT_DIR" in text and not job.get("outputDir")):
        why = "Clusters without HDFS leave `PAI_DEFAULT_FS_URI` empty."
        yield Note("PAI_DEFAULT_FS_URI", why, "Write the address of your storage in its place if yours does.")


def _environment(job: Mapping[Any, Any], exported: Collection[str]) -> Iterator[Note]:
    found = job.get("jobEnvs")
    for key, value in found.items() if isinstance(found, dict) else ():
        if key in SWITCHES and value:
            why = f"OpenPAI {SWITCHES[key]} by it, which protocol 2 does not know: it is left out."
            yield Note(f"jobEnvs.{key}", why, "Ask the cluster's administrator what replaces it.")
        elif key not in exported and key not in SWITCHES and value is not None:
            why = "It is no name or no value of a shell variable: it is left out."
            yield Note(f"jobEnvs.{key}", why, "Export it in a command in another form.")


def _unknown_keys(job: Mapping[Any, Any], roles: Sequence[Mapping[str, Any]]) -> Iterator[Note]:
    yield from (
        _unknown_key_note(str(key), "a job") for key, value in job.items() if key not in _KNOWN and value is not None
    )
    for role in roles:
        for key, value in role.items():
            if key not in _KNOWN_OF_ROLE and value is not None:
                yield _unknown_key_note(f"taskRoles.{role.get('name')}.{key}", "a task role")


def _unknown_key_note(key: str, what: str) -> Note:
    why = f"Version 1 had no such key in {what}, nor has protocol 2: it is left out."
    return Note(key, why, "Nothing, if it was a slip.")
