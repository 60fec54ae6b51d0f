"""The benchmarks run on today's desk. How fast it is, is not for a test to judge."""

import json
import os
import subprocess
import sys
from pathlib import Path

BENCH = Path(__file__).parent / "bench"
SCALE = 1000


def test_benchmarks_measure_every_operation(tmp_path):
    """One short round over a small desk ends well and tells figures of both sides."""
    path = tmp_path / "bench.json"
    result = subprocess.run(
        [sys.executable, str(BENCH), "--database=service_desk_bench_test", f"--scales={SCALE}",
         "--repeat=1", f"--json={path}"],
        capture_output=True, text=True, check=False,
        env={**os.environ, "PGAPPNAME": "service-desk-bench-test"})
    assert result.returncode == 0, result.stdout + result.stderr[-4000:]
    operations = json.loads(path.read_text(encoding="utf-8"))["operations"]
    assert operations
    for operation in operations:
        sides = operation["scales"][str(SCALE)]
        assert sides["desk"]["queries"] > 0, operation["title"]
        assert operation["target"] is None or sides["bare"]["queries"] > 0, operation["title"]
