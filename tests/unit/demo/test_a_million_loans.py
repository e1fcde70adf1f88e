"""A million loans in the time of a coffee."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

MEASURE = """
import json, resource, sys, time
from pathlib import Path
from orchestration.demo import DemoSettings, generate
start = time.monotonic()
summary = generate(DemoSettings(loans=1_000_000, months=36), Path(sys.argv[1]))
print(json.dumps({
    "seconds": time.monotonic() - start,
    "peak_gib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20,
    "instalments": summary.instalments,
    "bad_rate": summary.bad_rate,
}))
"""


@pytest.mark.slow
def test_a_million_loans_take_under_a_minute_and_under_four_gibibytes(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", MEASURE, str(tmp_path)], capture_output=True, text=True, check=True
    )
    measured = json.loads(run.stdout)
    assert measured["instalments"] > 23_000_000
    assert measured["bad_rate"] == pytest.approx(0.06, abs=0.005)
    assert measured["peak_gib"] < 4
    assert measured["seconds"] < 60
