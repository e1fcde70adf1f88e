"""Calling dbt: the manifest that Dagster needs, and what went wrong when a build fails."""

from __future__ import annotations

import json
import os
import subprocess
from typing import Any

from orchestration.dbt import dbt_arguments, dbt_environment, dbt_vars, project_hash
from orchestration.errors import CheckFailedError, one_line
from orchestration.home import Home
from orchestration.plan import RunPlan
from orchestration.settings import Settings

_FAILED = ("error", "fail", "runtime error")


def ensure_manifest(home: Home, settings: Settings, plan: RunPlan) -> dict[str, Any]:
    """dbt's manifest, parsed anew only when the project or the connector changed.

    Importing Dagster's definitions without a manifest fails, so this comes first.
    """
    manifest_file = home.dbt_target / "manifest.json"
    stamp_file = home.dbt_target / "manifest.hash"
    stamp = project_hash(settings.connector)
    is_current = (
        manifest_file.exists()
        and stamp_file.exists()
        and stamp_file.read_text(encoding="utf-8") == stamp
    )
    if not is_current:
        _parse(home, settings, plan)
        stamp_file.write_text(stamp, encoding="utf-8")
    manifest: dict[str, Any] = json.loads(manifest_file.read_text(encoding="utf-8"))
    return manifest


def _parse(home: Home, settings: Settings, plan: RunPlan) -> None:
    home.dbt_target.mkdir(parents=True, exist_ok=True)
    home.logs.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(  # noqa: S603 - our own program, no shell
        dbt_arguments(["parse"], dbt_vars(settings, plan), home),
        env=dbt_environment(os.environ, home, settings),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = one_line(done.stdout[-600:] + done.stderr[-600:])
        raise CheckFailedError(f"dbt cannot read the project: {said}: see {home.logs}/dbt.log")


def check_build(home: Home, returncode: int | None, errors: list[str]) -> None:
    """Raise CheckFailedError that names the first model or test that failed, if any did."""
    failed = failed_results(home)
    if not failed and returncode == 0:
        return
    if not failed:
        said = one_line(errors[-1]) if errors else f"exit code {returncode}"
        raise CheckFailedError(f"dbt stopped: {said}: nothing was published; see {home.logs}")
    first = failed[0]
    kind, _, name, *_ = first["unique_id"].split(".")
    others = f" and {len(failed) - 1} more" if len(failed) > 1 else ""
    message = one_line(first.get("message") or "no message")
    raise CheckFailedError(
        f"{kind} {name} failed{others}: {message}: nothing was published; see {home.logs}/dbt.log"
    )


def failed_results(home: Home) -> list[dict[str, Any]]:
    """The results of the last build that are errors, or tests that must hold and did not."""
    results_file = home.dbt_target / "run_results.json"
    if not results_file.exists():
        return []
    results: list[dict[str, Any]] = json.loads(results_file.read_text(encoding="utf-8"))["results"]
    return [result for result in results if result["status"] in _FAILED]
