"""Batches on clusters: the same trees and the same manifest, whoever dies."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import attrs
import pytest
from conftest import ROOT
from test_cli import NOTICE, names, run
from test_corpus_batch import check_whole, make, started, wait_for

from policydoc.corpus.batch import Engine, Job, Line, Setting, convert_all
from policydoc.corpus.engines import worker
from policydoc.corpus.engines.worker import EngineError, Place, lines_of
from policydoc.corpus.inputs import Item, Sources
from policydoc.corpus.manifest import latest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the processes of these tests are ended by signals")
DEADLY, MURDEROUS = b"Rar!\x1a\x07 die", b"Rar!\x1a\x07 kill"
READER = '''
import multiprocessing, os, signal
from policydoc.source import Source

def read(data, *, encoding):
    """Ends the process that reads, or the worker behind it."""
    if data.endswith(b"die"):
        os.kill(os.getpid(), signal.SIGKILL)
    if data.endswith(b"kill"):
        os.kill(multiprocessing.parent_process().pid, signal.SIGKILL)
        signal.pause()
    return Source("done")
'''


@attrs.frozen
class Cluster:
    """Two workers, an engine on them, and what kills one of the workers."""

    engine: Engine
    kill: Callable[[], None]
    address: str | None = None


@pytest.fixture(autouse=True)
def _no_waiting_for_ever() -> Iterator[None]:
    """A cluster that hangs fails its test, not the whole run."""

    def give_up(*_: object) -> None:
        raise TimeoutError("the cluster has not answered for five minutes")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(300)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.fixture(scope="module")
def plugin(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The folder of a package that reads one more format, and badly."""
    home = tmp_path_factory.mktemp("plugin")
    info = home / "bad_reader-1.0.dist-info"
    info.mkdir(parents=True)
    (home / "bad_reader.py").write_text(READER)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: bad-reader\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[policydoc.readers]\napplication/x-archive = bad_reader:read\n")
    return str(home)


@pytest.fixture(scope="module")
def dask_cluster(plugin: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    pytest.importorskip("distributed", reason='Dask is not installed: pip install "policydoc[dask]"')
    import dask
    from distributed import Client, LocalCluster

    from policydoc.corpus.engines.dask import over

    with ExitStack() as opened:
        patch = opened.enter_context(pytest.MonkeyPatch.context())
        patch.syspath_prepend(plugin)  # workers take it from here
        opened.enter_context(dask.config.set({"distributed.scheduler.allowed-failures": 0}))
        place = str(tmp_path_factory.mktemp("dask"))
        cluster = LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address="127.0.0.1:0", silence_logs=60, local_directory=place)
        client = opened.enter_context(Client(opened.enter_context(cluster)))

        def kill() -> None:
            os.kill(next(iter(client.run(os.getpid).values())), signal.SIGKILL)

        yield Cluster(over(client), kill, cluster.scheduler_address)


@pytest.fixture(scope="module")
def spark_cluster(plugin: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    pytest.importorskip("pyspark", reason='Spark is not installed: pip install "policydoc[spark]"')
    psutil = pytest.importorskip("psutil", reason="finding Spark's workers needs psutil")
    if java_version() < 17:
        pytest.skip("Spark needs Java 17: install a JRE (openjdk-17-jre-headless)")
    from pyspark.sql import SparkSession

    from policydoc.corpus.engines.spark import over

    with pytest.MonkeyPatch.context() as patch:
        place = tmp_path_factory.mktemp("spark")
        settings = {"PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_WORKER_DIR": place / "work"}
        for name, value in settings.items():
            patch.setenv(name, str(value))
        conf = {
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
            "spark.log.level": "OFF",
            "spark.driver.host": "127.0.0.1",
            "spark.executorEnv.PYTHONPATH": os.pathsep.join([str(ROOT), plugin]),
            "spark.executor.memory": "512m",
            "spark.local.dir": str(place / "local"),
            "spark.task.maxFailures": "1",
        }
        session = SparkSession.builder.master("local-cluster[2,1,1024]").config(map=conf).getOrCreate()

        def kill() -> None:
            below = [p for p in psutil.Process().children(recursive=True) if p.status() != psutil.STATUS_ZOMBIE]
            next(p for p in below if "CoarseGrainedExecutorBackend" in " ".join(p.cmdline())).kill()

        yield Cluster(over(session), kill)
        session.stop()


def java_version() -> int:
    java = shutil.which("java", path=os.path.join(os.environ["JAVA_HOME"], "bin") if "JAVA_HOME" in os.environ else None)
    if java is None:
        return 0
    said = subprocess.run([java, "-version"], capture_output=True, text=True, timeout=60).stderr
    found = re.search(r'version "(\d+)', said)
    return int(found[1]) if found else 0


@pytest.fixture(params=["dask", "spark"])
def cluster(request: pytest.FixtureRequest) -> Cluster:
    found: Cluster = request.getfixturevalue(f"{request.param}_cluster")
    return found


def convert(folder: Path, out: Path, engine: Engine | None = None, **options: Any) -> Any:
    out.mkdir(exist_ok=True)
    return convert_all(Sources((str(folder),), out), Setting(out, jobs=1), engine=engine, **options)


def test_a_cluster_goes_on_where_processes_ended_and_they_where_it_ended(cluster: Cluster, tmp_path: Path) -> None:
    folder, out = make(tmp_path / "in", 5), tmp_path / "out"
    assert convert(folder, out).converted == 5
    make(folder, 40)
    assert convert(folder, out, cluster.engine).converted == 35
    check_whole(out, 40)
    assert convert(folder, out).converted == 0
    convert(folder, tmp_path / "alone")
    assert [(out / name).read_bytes() for name in names(out)] == [(tmp_path / "alone" / name).read_bytes() for name in names(out)]
    lines, others = latest(out), latest(tmp_path / "alone")
    assert [attrs.evolve(line, seconds=0) for line in lines.values()] == [attrs.evolve(line, seconds=0) for line in others.values()]


def test_relative_names_mean_the_same_everywhere(cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path / "in", 2)
    monkeypatch.chdir(tmp_path)
    assert convert(Path("in"), Path("out"), cluster.engine).converted == 2
    assert list(latest(Path("out"))) == ["in/n000.txt", "in/n001.txt"]
    check_whole(Path("out"), 2)


@pytest.mark.parametrize("content", [DEADLY, MURDEROUS])
def test_only_the_document_fails_that_kills(content: bytes, cluster: Cluster, tmp_path: Path) -> None:
    folder, out = make(tmp_path / "in", 12), tmp_path / "out"
    (folder / "n005.rar").write_bytes(content)
    report = convert(folder, out, cluster.engine)
    assert (report.converted, report.failed) == (12, 1)
    (failed,) = (line for line in latest(out).values() if line.status == "failed")
    assert failed.input.endswith("n005.rar")
    assert str(failed.reason).startswith("ended the process that read it")
    assert failed.retry == (content == MURDEROUS), "what costs workers may be the cluster's fault, and is tried again"


def test_a_worker_killed_costs_nothing(cluster: Cluster, tmp_path: Path) -> None:
    folder, out = make(tmp_path / "in", 200), tmp_path / "out"
    killed = threading.Event()

    def kill_one(line: Line | None, total: int) -> None:
        if not killed.is_set():
            killed.set()
            cluster.kill()

    assert convert(folder, out, cluster.engine, done=kill_one).converted == 200
    assert killed.is_set()
    check_whole(out, 200)


def test_the_driver_killed(dask_cluster: Cluster, tmp_path: Path) -> None:
    folder, out = make(tmp_path / "in", 200), tmp_path / "out"
    command = (folder, "-o", out, "--engine", "dask", "--scheduler", dask_cluster.address)
    process = started(*command)
    wait_for(out, 3)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    done = run("convert", *command)
    assert done.exit_code == 0, done.stderr
    check_whole(out, 200)


@pytest.mark.parametrize(("engine", "library"), [("dask", "distributed"), ("spark", "pyspark")])
def test_an_engine_that_is_not_installed_says_how(engine: str, library: str, tmp_path: Path) -> None:
    (tmp_path / f"{library}.py").write_text(f"raise ModuleNotFoundError(name={library!r})\n")
    process = started(make(tmp_path / "in", 1), "-o", tmp_path / "out", "--engine", engine, plugin=tmp_path)
    _, errors = process.communicate()
    assert process.returncode == 3
    assert f'pip install "policydoc[{engine}]"' in errors
    assert errors.count("\n") == 1


def test_options_that_contradict_each_other(tmp_path: Path) -> None:
    args = ["convert", make(tmp_path / "in", 1), "-o", tmp_path / "out"]
    assert run(*args, "--scheduler", "tcp://127.0.0.1:1").exit_code == 2
    assert run(*args, "--engine", "dask", "--jobs", "0").exit_code == 2


def test_a_scheduler_that_does_not_answer_is_one_line(tmp_path: Path) -> None:
    dask = pytest.importorskip("dask", reason='Dask is not installed: pip install "policydoc[dask]"')
    with dask.config.set({"distributed.comm.timeouts.connect": "200ms"}):
        done = run("convert", make(tmp_path / "in", 1), "-o", tmp_path / "out", "--engine", "dask", "--scheduler", "tcp://127.0.0.1:1")
    assert done.exit_code == 3
    assert "no Dask scheduler answers at tcp://127.0.0.1:1" in done.stderr
    assert done.stderr.count("\n") == 1


def test_workers_that_see_no_files_or_are_of_another_version_end_the_run(tmp_path: Path) -> None:
    jobs = [Job(Item("a.txt", NOTICE.encode()), "a.json")]
    unseen = Place(Setting(Path("out"), jobs=1), str(tmp_path)).convert(jobs)
    assert "share" in str(unseen)
    assert isinstance(unseen, EngineError)
    assert "install the same" in str(Place(Setting(tmp_path, jobs=1), version="0.0.1").convert(jobs))


class Lost(Exception):
    pass


def deadly_for(*guilty: str) -> Callable[[list[Job]], Future[worker.Done]]:
    """A cluster that loses each piece with one of these documents."""

    def submit(piece: list[Job]) -> Future[worker.Done]:
        future: Future[worker.Done] = Future()
        if any(job.item.key in guilty for job in piece):
            future.set_exception(Lost("worker is dead\n  at …"))
        else:
            future.set_result([worker.given_up(job, Setting(Path())) for job in piece])
        return future

    return submit


def lost(count: int, *guilty: str) -> list[str]:
    pieces = [[Job(Item(f"{n}"), f"{n}.json") for n in range(start, start + 10)] for start in range(0, count, 10)]
    return [line.input for lines in lines_of(iter(pieces), deadly_for(*guilty), lambda: 3, Lost, Setting(Path())) for line in lines]


def test_pieces_that_are_lost_are_halved() -> None:
    assert sorted(lost(50, "7", "20", "29", "30"), key=int) == [str(n) for n in range(50)]


def test_workers_that_always_die_end_the_run() -> None:
    with pytest.raises(EngineError, match=r"whatever they are given \(worker is dead\)"):
        lost(500, *map(str, range(500)))
