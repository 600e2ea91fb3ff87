"""SWE-bench (with Lite, Verified and Pro), Multi-SWE-bench and SWE-PolyBench, a record a task."""

from __future__ import annotations

import ast
import warnings
from typing import Any

from workbench.exchange.base import Fields, Refused
from workbench.exchange.plain_layout import language_named
from workbench.exchange.repositories import Parts, task
from workbench.exchange.strict_records import decode
from workbench.model.task import LanguageName, Task

_MAX_LIST = 4 << 20


def swe_bench(record: Fields) -> Task:
    """SWE-bench. Pro's records say their image's tag, the others' images are named by their id."""
    instance, repo = record.text("instance_id"), record.text("repo")
    tag = record.text_or("dockerhub_tag")
    image = record.text_or("image_name") or (
        f"sweap-images:{tag}"
        if tag
        else f"swebench/sweb.eval.x86_64.{instance.replace('__', '_1776_')}:latest".lower()
    )
    beside = {
        "hints.md": record.text_or("hints_text"),
        "before.sh": record.text_or("before_repo_set_cmd"),
        # How its tests are run, where the record says so.
        "eval.sh": record.text_or("eval_script"),
        "test_command.sh": record.text_or("test_cmd") or record.text_or("test_command"),
        "run_script.sh": record.text_or("run_script"),
        "selected_test_files.txt": "".join(
            f"{name}\n" for name in names(record, "selected_test_files_to_run")
        ),
    }
    return task(
        Parts(
            format="swe-bench",
            source="SWE-bench" if not tag else "SWE-bench Pro",
            source_id=instance,
            title=_first_line(record.text("problem_statement")) or instance,
            repo=repo,
            base=record.text("base_commit"),
            prompt=_with_sections(record),
            patch=record.text("patch"),
            test_patch=record.text("test_patch"),
            image=image,
            fails_then_passes=names(record, "FAIL_TO_PASS", "fail_to_pass"),
            passes_always=names(record, "PASS_TO_PASS", "pass_to_pass"),
            beside=beside,
            language=_language(record.text_or("repo_language")),
            tags=(
                "swe-bench-pro" if tag else "",
                record.text_or("difficulty"),
                record.text_or("version"),
            ),
        )
    )


def _with_sections(record: Fields) -> str:
    """What is asked. Pro says what its tests count on apart from the issue."""
    more = {key: record.text_or(key).strip() for key in ("requirements", "interface")}
    sections = [f"# {key.capitalize()}\n\n{told}" for key, told in more.items() if told]
    return "\n\n".join((record.text("problem_statement"), *sections))


def poly_bench(record: Fields) -> Task:
    """SWE-PolyBench. Its images are built from the Dockerfile in the record."""
    instance = record.text("instance_id")
    recipe = record.any_of("Dockerfile", "dockerfile")
    return task(
        Parts(
            format="swe-polybench",
            source="SWE-PolyBench",
            source_id=instance,
            title=_first_line(record.text("problem_statement")) or instance,
            repo=record.text("repo"),
            base=record.text("base_commit"),
            prompt=record.text("problem_statement"),
            patch=record.text("patch"),
            test_patch=record.text("test_patch"),
            image=f"polybench_{record.text_or('language') or 'repository'}_{instance}".lower(),
            fails_then_passes=names(record, "F2P", "f2p"),
            passes_always=names(record, "P2P", "p2p"),
            beside={
                "hints.md": record.text_or("hints_text"),
                "Dockerfile": record.text(recipe) if recipe else "",
                "test_command.sh": record.text_or("test_command"),
            },
            language=_language(record.text_or("language")),
            tags=(record.text_or("task_category"),),
        )
    )


def multi_swe(record: Fields) -> Task:
    """Multi-SWE-bench: what is asked are the issues a pull request resolves."""
    org, repo, number = record.text("org"), record.text("repo"), record.whole("number")
    instance = record.text_or("instance_id") or f"{org}__{repo}-{number}"
    issues = [_issue(issue) for issue in record.list_or("resolved_issues")]
    own = f"{record.text_or('title')}\n\n{record.text_or('body')}"
    base = record.nested("base")
    return task(
        Parts(
            format="multi-swe-bench",
            source="Multi-SWE-bench",
            source_id=instance,
            title=record.text_or("title") or instance,
            repo=f"{org}/{repo}",
            base=base.text("sha"),
            prompt="\n\n".join(issues) if any(i.strip() for i in issues) else own,
            patch=record.text("fix_patch"),
            test_patch=record.text("test_patch"),
            image=f"mswebench/{org}_m_{repo}:pr-{number}".lower(),
            # What must pass after the fix, whatever it was before: failed, skipped or not there.
            fails_then_passes=tuple(
                dict.fromkeys(
                    name
                    for key in ("f2p_tests", "s2p_tests", "n2p_tests")
                    for name in names(record, key)
                )
            ),
            passes_always=names(record, "p2p_tests"),
            beside={"hints.md": record.text_or("hints")},
            language=_language(record.text_or("language")),
        )
    )


def names(record: Fields, *keys: str) -> tuple[str, ...]:
    """Names of tests under the first of the keys that holds some: a list, an object by name, or
    either as a text of JSON or of Python."""
    key = record.any_of(*keys)
    value = record.raw[key] if key else []
    if isinstance(value, str):
        value = _unquoted(key, value)
    if isinstance(value, dict):
        # A table has a column for every name; those of other records are null.
        value = [name for name, told in value.items() if told is not None]
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise Refused(f"{key} must be a list of names of tests")
    return tuple(value)


def _unquoted(key: str, text: str) -> Any:
    if len(text) > _MAX_LIST:
        raise Refused(f"{key} is longer than {_MAX_LIST >> 20} MiB")
    try:
        return decode(text)
    except Refused:
        pass
    try:
        with warnings.catch_warnings():
            # A backslash in a name of theirs warns; it is not ours to mend.
            warnings.simplefilter("ignore")
            return ast.literal_eval(text.strip())
    except (ValueError, SyntaxError, RecursionError, MemoryError, TypeError):
        raise Refused(f"{key} is neither JSON nor a list as Python writes it") from None


def _issue(value: Any) -> str:
    if not isinstance(value, dict):
        raise Refused("resolved_issues must be a list of objects")
    issue = Fields(value, "resolved_issues.")
    return f"# {issue.text_or('title')}\n\n{issue.text_or('body')}".strip()


def _language(name: str) -> LanguageName | None:
    """None where the record says none, or one that names several or none of the six: the patches'
    files then tell."""
    try:
        return language_named(name) if name else None
    except Refused:
        return None


def _first_line(text: str) -> str:
    return next((line.strip("# ").strip() for line in text.splitlines() if line.strip()), "")
