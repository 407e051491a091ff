"""The environment of `pai_environment.py` as bash, for platforms that assign addresses when a container starts."""

from collections.abc import Iterator, Mapping

from paicatalog.reproduce.job.pai_environment import FIRST_PORT, job_environment, port_counts
from paicatalog.reproduce.job.plan import Plan
from paicatalog.reproduce.shell.script_template import script
from paicatalog.reproduce.shell.word import shell_word


def environment_script(
    plan: Plan, *, shared_machine: bool, first: int = FIRST_PORT, base: str = "", user: str = "local"
) -> str:
    """Return bash lines that, when sourced, export the variables that `environment` returns for one container.

    They use the variables `role` and `index` (from 0) and the function `address ROLE INDEX`, which prints a
    container's address or fails if it has none. Ports start at `first`, plus the value of the bash variable `base`, if
    given. If containers share a machine, no port is used twice, as in `reserve_ports`; otherwise the ports of each
    container start at the first one.
    The length grows with the number of task roles, not of instances. The lines need bash 3.2 or later, work under
    errexit, nounset and pipefail, and remove their functions. The template is `pai_environment.sh`.
    """
    fixed = job_environment(plan.data, job=plan.request.name, user=user)
    values = {
        "@FIXED@": "\n".join(f"export {name}={shell_word(value) if value else ''}" for name, value in fixed.items()),
        "@ROLES@": "\n".join(_roles(plan, shared_machine=shared_machine, first=first, base=base)),
    }
    return script("job/pai_environment.sh", values)


def port_offsets(counts: Mapping[str, int]) -> Iterator[tuple[str, range]]:
    """Yield each label with its ports in one container, as offsets from the container's first port."""
    following = 0
    for label, number in counts.items():
        yield label, range(following, following + number)
        following += number


def _roles(plan: Plan, *, shared_machine: bool, first: int, base: str) -> Iterator[str]:
    following = first
    for role in plan.roles:
        counts, instances = port_counts(role.hardware), role.hardware.instances
        step = sum(counts.values()) if shared_machine else 0
        labels = " ".join(f"{label}:{number}" for label, number in counts.items())
        port = f"$(({base} + {following}))" if base else str(following)
        yield f"pai_role {role.name} {instances} {port} {step} {labels}"
        following += step * instances
