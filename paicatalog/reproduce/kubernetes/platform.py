"""Instructions for Kubernetes: an indexed Job for each task role, started and watched with kubectl."""

from collections.abc import Iterator

from paicatalog.reproduce.folder.run_script import RUN, run_notes
from paicatalog.reproduce.folder.untranslated import Feature, untranslated
from paicatalog.reproduce.instructions import File, Instructions, Step, Untranslated
from paicatalog.reproduce.job.pai_environment import port_counts
from paicatalog.reproduce.job.plan import Plan, plan_job
from paicatalog.reproduce.job.request import Request
from paicatalog.reproduce.job.resources import hardware, mapping
from paicatalog.reproduce.kubernetes.manifest import JOB_FILE, PATIENCE_SECONDS, manifest, mounted_scripts
from paicatalog.reproduce.kubernetes.object_names import ObjectNames, object_names
from paicatalog.reproduce.kubernetes.registry_login import logins
from paicatalog.reproduce.kubernetes.role_job import INSTANCE, RDMA, oldest_version
from paicatalog.reproduce.kubernetes.run_script import MOST_LOGS, kubernetes_run_script, object_references
from paicatalog.reproduce.shell.code import literal, plain

ID, TITLE = "kubernetes", "Kubernetes"
_SUPPORTED = (Feature.SSH, Feature.TASK_RETRIES, Feature.JOB_RETRIES, Feature.COMPLETION, Feature.CAPABILITIES)
_MOST_CONTAINERS, _MOST_PORTS = 2_000, 20_000
"""Each container gets variables about all others, and the size of a process's environment is limited."""
_MOST_TEXT = 1_000_000
"""In bytes. The limit of a ConfigMap is 1 MiB."""
_LONGEST_KEY = 253
_INFINIBAND = (
    f"It is asked for as {RDMA}, but device plugins call it differently in each cluster: look its name up "
    f"(kubectl describe nodes) and put it into {JOB_FILE}."
)


def kubernetes_instructions(request: Request) -> Instructions:
    """Return how to run a valid job with kubectl, or a refusal."""
    plan = plan_job(request)
    if isinstance(plan, str):
        return Instructions(ID, TITLE, refusal=plan)
    if refusal := _too_many(plan) or _unstorable(plan):
        return Instructions(ID, TITLE, refusal=refusal)
    names = object_names(plan)
    image_logins = logins(plan, names)
    files = (
        File(RUN, literal(kubernetes_run_script(plan, names, image_logins)), executable=True),
        File(JOB_FILE, manifest(plan, names, image_logins), language="yaml"),
    )
    return Instructions(
        ID,
        TITLE,
        steps=tuple(_steps(plan, names, object_references(plan, names, image_logins))),
        files=files,
        untranslated=(*untranslated(plan, supported=_SUPPORTED), *_differences(plan)),
    )


def _too_many(plan: Plan) -> str:
    ports = sum(sum(port_counts(role.hardware).values()) * role.hardware.instances for role in plan.roles)
    if plan.containers <= _MOST_CONTAINERS and ports <= _MOST_PORTS:
        return ""
    return (
        f"The job has {plan.containers:,} containers with {ports:,} ports. Each container gets variables with the "
        f"addresses of all, and no program can be started with those of more than {_MOST_CONTAINERS:,} containers or "
        f"{_MOST_PORTS:,} ports: submit the job to OpenPAI."
    )


def _unstorable(plan: Plan) -> str:
    """Return the reason why Kubernetes cannot store the scripts or variables, "" if it can."""
    text = "".join(map(plain, mounted_scripts(plan, object_names(plan)).values()))
    if char := next((char for char in text if "\ud800" <= char <= "\udfff"), None):
        return f"The commands hold half a character (U+{ord(char):04X}): take it out of the job's file."
    if len(text.encode()) > _MOST_TEXT:
        return "The commands are longer than Kubernetes holds: put them into a script that the image or git brings."
    variables = [*(each.variable for each in plan.parameters), *(each.variable for each in plan.secrets)]
    if long := next((each for each in variables if len(each) > _LONGEST_KEY), ""):
        return f"{long[:40]}... is a longer name than Kubernetes takes: call it something shorter."
    return ""


def _steps(plan: Plan, names: ObjectNames, references: list[str]) -> Iterator[Step]:
    yield Step(_run_text(plan), literal(f"./{RUN}\n"))
    selector = f"--selector {INSTANCE}={names.job}"
    yield Step(
        "Watch it from another terminal, and see all that its containers wrote.",
        literal(
            f"kubectl get jobs,pods {selector}\nkubectl logs {selector} --prefix --tail -1 --max-log-requests 100\n"
        ),
    )
    yield Step(
        f"Stop it with Ctrl-C, or from another terminal. What has finished stays until you delete it so, and ./{RUN} "
        "touches nothing that is there.",
        literal(f"kubectl delete --ignore-not-found {' '.join(references)}\n"),
    )


def _run_text(plan: Plan) -> str:
    sentences = [
        "Run it. It goes to the cluster and the namespace that kubectl is set to; PAI_NAMESPACE chooses another one.",
        f"It needs Kubernetes {oldest_version(plan.roles)} or later.",
    ]
    if hardware(plan.data).gpus:
        sentences.append("The GPUs need NVIDIA's device plugin in the cluster.")
    if plan.containers > 1:
        sentences.append(
            f"Each container waits up to {PATIENCE_SECONDS // 60} minutes until all {plan.containers:,} run, so the "
            "cluster needs room for them at once."
        )
    if plan.containers > MOST_LOGS:
        sentences.append(f"It shows what the first {MOST_LOGS} containers write.")
    sentences.append(f"Keep it running: it ends the job by the rules for its completion. {run_notes(plan)}")
    return " ".join(sentences)


def _differences(plan: Plan) -> Iterator[Untranslated]:
    for role in plan.roles:
        if role.hardware.infiniband:
            where = ("taskRoles", role.name, "extraContainerOptions", "infiniband")
            yield Untranslated("infiniband", where, _INFINIBAND)
    if mapping(plan.data.get("extras")).get("gangAllocation") and plan.containers > 1:
        why = "Kubernetes starts each container when there is room for it; those that run wait for the others."
        yield Untranslated("gangAllocation", ("extras", "gangAllocation"), why)
