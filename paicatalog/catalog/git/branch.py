"""The branch on which the files of a work tree are edited."""

import os
from collections.abc import Iterator
from pathlib import Path

from paicatalog.catalog.git.command import GitError, run_git

_BRANCH = "refs/heads/"
_OF_CI = (
    "GITHUB_BASE_REF",
    "GITHUB_REF",
    "CI_MERGE_REQUEST_TARGET_BRANCH_NAME",
    "CI_COMMIT_BRANCH",
    "CI_DEFAULT_BRANCH",
    "BITBUCKET_PR_DESTINATION_BRANCH",
    "BITBUCKET_BRANCH",
    "SYSTEM_PULLREQUEST_TARGETBRANCH",
    "BUILD_SOURCEBRANCH",
)
"""Variables of GitHub (and Gitea), GitLab, Bitbucket and Azure pipelines. Of a pull request, the target comes first.
They have the branch's name, with or without `refs/heads/`."""


def edited_branch(folder: Path, remote: str) -> str:
    """Return the first branch that is known of: upstream, the pipeline's, the remote's default, checked out; else "".

    A pipeline checks out a commit rather than a branch, and its variables name the branch.
    """
    return next(filter(None, _branches(folder, remote)), "")


def _branches(folder: Path, remote: str) -> Iterator[str]:
    checked_out = _git(folder, "symbolic-ref", "--quiet", "--short", "HEAD")
    if checked_out:
        yield _git(folder, "config", f"branch.{checked_out}.merge").removeprefix(_BRANCH)
    elif not _is_submodule(folder):
        yield from map(_branch_name, filter(None, map(os.environ.get, _OF_CI)))
    default = f"refs/remotes/{remote}/"
    yield _git(folder, "symbolic-ref", "--quiet", f"{default}HEAD").removeprefix(default) if remote else ""
    yield checked_out


def _branch_name(ref: str) -> str:
    """Return the name of a branch; "" for another reference, such as a tag or `refs/pull/1/merge`."""
    return ref.removeprefix(_BRANCH) if ref.startswith(_BRANCH) or not ref.startswith("refs/") else ""


def _is_submodule(folder: Path) -> bool:
    """Return whether `folder` is in a submodule. The variables of a pipeline are about the repository around it."""
    return bool(_git(folder, "rev-parse", "--show-superproject-working-tree"))


def _git(folder: Path, *arguments: str) -> str:
    try:
        return os.fsdecode(run_git(folder, *arguments)).removesuffix("\n")
    except GitError:
        return ""
