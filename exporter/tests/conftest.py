"""Where REQUIRE_ALL is set, a skipped test fails the run.

Tests of optional packages are left out where a package is missing. requirements-optional.txt lists
the packages.
"""

import importlib.util
import os

import pytest

PACKAGES = {
    "test_equivalents.py": ("sklearnex", "imblearn"),
    "test_mlflow.py": ("mlflow",),
    "test_skops.py": ("skops", "cloudpickle"),
}
MISSING = {
    path: [name for name in names if importlib.util.find_spec(name) is None]
    for path, names in PACKAGES.items()
}
collect_ignore = [path for path, names in MISSING.items() if names]


def pytest_report_header():
    return [
        f"left out {path}: pip install {' '.join(names)}"
        for path, names in MISSING.items()
        if names
    ]


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session):
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", [])
    if skipped and os.environ.get("REQUIRE_ALL"):
        reporter.write_line(f"\nREQUIRE_ALL is set, and {len(skipped)} tests were skipped")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
