"""The environment of `environment.py` as bash, for platforms on which a container learns the addresses as it starts."""

from collections.abc import Iterator, Mapping

from paicatalog.reproduce.job.pai_environment import FIRST_PORT, fixed_environment, label_counts
from paicatalog.reproduce.job.plan import Plan
from paicatalog.reproduce.shell.script_template import script
from paicatalog.reproduce.shell.word import shell_word


def environment_script(
    plan: Plan, *, shared_machine: bool, first: int = FIRST_PORT, base: str = "", user: str = "local"
) -> str:
    """Return lines of bash that, sourced, export what `environment` returns for one container.

    They need the variables `role` and `index` (from 0), and the function `address ROLE INDEX`, which prints a
    container's address and ends with another status than 0 where it has none. `first` is the first port, to
    which the value of the variable `base` is added where there is one; where containers share a machine no port is
    used twice, as `reserve_ports` has it, and else each counts from the first.
    The length grows with the task roles, not with their instances. For bash 3.2 and later; works under errexit,
    nounset and pipefail, and leaves no functions behind.
    """
    fixed = fixed_environment(plan.data, job=plan.request.name, user=user)
    values = {
        "@FIXED@": "\n".join(f"export {name}={shell_word(value) if value else ''}" for name, value in fixed.items()),
        "@ROLES@": "\n".join(_roles(plan, shared_machine=shared_machine, first=first, base=base)),
    }
    return script("job/pai_environment.sh", values)


def port_offsets(counts: Mapping[str, int]) -> Iterator[tuple[str, range]]:
    """Yield each label with its ports of one container, counted from the container's first one."""
    following = 0
    for label, number in counts.items():
        yield label, range(following, following + number)
        following += number


def _roles(plan: Plan, *, shared_machine: bool, first: int, base: str) -> Iterator[str]:
    following = first
    for role in plan.roles:
        counts, instances = label_counts(role.hardware), role.hardware.instances
        step = sum(counts.values()) if shared_machine else 0
        labels = " ".join(f"{label}:{number}" for label, number in counts.items())
        port = f"$(({base} + {following}))" if base else str(following)
        yield f"pai_role {role.name} {instances} {port} {step} {labels}"
        following += step * instances
