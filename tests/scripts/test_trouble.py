"""Whatever is wrong with the machine becomes one plain sentence that says what to do."""

import os
import socket
import subprocess
from pathlib import Path

import pytest
from house import environment, surroundings, work
from house.say import Trouble


def run(command: list[str], root: Path, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=root, env=env, capture_output=True, text=True, timeout=60, check=False)


def test_a_taken_port_is_told_in_one_sentence(root, bare):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        answer = run(["script/server", "--port", str(port)], root, bare)

    assert answer.returncode == 1
    assert answer.stderr == (
        f"Port {port} is taken by another program: stop that one, or choose another: script/server --port {port + 1}\n"
    )


@pytest.mark.parametrize("command", ["server", "test", "bench"])
def test_without_a_new_enough_python_the_way_out_is_told(root, bare, tmp_path, command):
    for name in ("python", *(f"python3{minor}" for minor in ("", ".11", ".12", ".13", ".14"))):
        (tmp_path / name).write_text("#!/bin/sh\nexit 1\n")
        (tmp_path / name).chmod(0o755)

    answer = run([f"script/{command}"], root, {**bare, "PATH": f"{tmp_path}:/usr/bin:/bin"})

    assert answer.returncode == 1
    assert answer.stderr.startswith("fgc needs Python 3.11 or newer")
    assert answer.stderr.count("\n") == 1


def test_a_first_start_needs_no_package_of_the_suite(root, home, tmp_path):
    (tmp_path / "django_linear_migrations.py").write_text("raise ImportError('installed for the suite only')")
    env = {**surroundings.without_servers(), "PYTHONPATH": f"{tmp_path}{os.pathsep}{root}"}

    answer = run(["python", "manage.py", "words", "--compile"], root, env)

    assert answer.returncode == 0, answer.stderr


def test_a_full_disk_is_told_before_anything_is_installed(home, monkeypatch):
    monkeypatch.setattr(environment, "ROOM_NEEDED", 10**18)

    with pytest.raises(Trouble, match="too little room"):
        environment._leave_room()


def test_a_python_that_makes_no_environments_is_told(home, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)

    with pytest.raises(Trouble, match="install its venv and ensurepip parts"):
        environment._make()


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("OSError: [Errno 28] No space left on device", "the disk is full"),
        ("npm ERR! code ENOSPC", "the disk is full"),
        ("NewConnectionError: Failed to establish a new connection", "the registry cannot be reached"),
        ("npm ERR! code ENOTFOUND", "the registry cannot be reached"),
        ("KeyError: 'x'", "the reason stands at the end of"),
    ],
)
def test_a_failure_is_told_with_its_cause(output, sentence):
    told = work.reason(output, wish="install the packages", log=Path("pip.log"), registry="the registry")

    assert told.startswith("Could not install the packages: ")
    assert sentence in told
    assert "Traceback" not in told
