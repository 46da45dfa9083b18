"""Running programs whose output matters only when they fail."""

import subprocess

from problem import LabError


def output(command, *, what, remedy="", timeout=600, cwd=None, env=None):
    """Gives a program's standard output; raises LabError with the end of what it said when it fails."""
    try:
        done = subprocess.run(
            command,
            cwd=cwd,
            env=env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=timeout,
        )
    except FileNotFoundError as error:
        raise LabError(f"{what}: there is no program {command[0]}{remedy}") from error
    except subprocess.TimeoutExpired as error:
        raise LabError(f"{what}: {command[0]} took longer than {timeout} s{remedy}") from error
    if done.returncode != 0:
        said = (done.stderr.strip() or done.stdout.strip()).splitlines()[-5:]
        raise LabError(f"{what}: {command[0]} failed with status {done.returncode}{remedy}\n  " + "\n  ".join(said))
    return done.stdout
