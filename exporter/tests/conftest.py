"""Where REQUIRE_ALL is set, a skipped test fails the run.

Tests of optional packages are left out where a package is missing. requirements-optional.txt lists
the packages. Tests of what later releases of scikit-learn have are left out in earlier ones.
"""

import importlib.util
import os

import pytest
import sklearn

RELEASE = tuple(int(part) for part in sklearn.__version__.split(".")[:2])
PACKAGES = {
    "test_equivalents.py": ("sklearnex", "imblearn"),
    "test_mapie.py": ("mapie",),
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


def pytest_configure(config):
    config.addinivalue_line("markers", "since(major, minor): the first release that has it")


def pytest_collection_modifyitems(config, items):
    def is_later(item):
        return any(mark.args > RELEASE for mark in item.iter_markers("since"))

    config.hook.pytest_deselected(items=[item for item in items if is_later(item)])
    items[:] = [item for item in items if not is_later(item)]


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session):
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", [])
    if skipped and os.environ.get("REQUIRE_ALL"):
        reporter.write_line(f"\nREQUIRE_ALL is set, and {len(skipped)} tests were skipped")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
