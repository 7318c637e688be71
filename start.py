"""Starts Command Room from a clone: `python3 start.py`, or `python3 start.py test`.

Only the standard library, and syntax that old Pythons can read, so that they can say what is missing.
What it needs is put into `.venv` beside this file; the second start finds it there.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "commandroom.json"
OLDEST, NEWEST = (3, 11), (3, 13)
COMMANDS = ("demo", "run", "import", "export", "drill", "journal")
IS_WINDOWS = os.name == "nt"

# What Qt and its web engine load, and the Debian package that brings it.
LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libnss3.so": "libnss3",
    "libnspr4.so": "libnspr4",
    "libasound.so.2": "libasound2",
    "libdrm.so.2": "libdrm2",
    "libgbm.so.1": "libgbm1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libXcomposite.so.1": "libxcomposite1",
    "libXdamage.so.1": "libxdamage1",
    "libXrandr.so.2": "libxrandr2",
    "libXtst.so.6": "libxtst6",
    "libxkbfile.so.1": "libxkbfile1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-dri3.so.0": "libxcb-dri3-0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}
FONTS = ("*CJK*", "*SourceHan*", "wqy*", "*DroidSansFallback*", "*simsun*", "*msyh*")
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")


class CannotStart(Exception):
    """Why not, in Chinese and English."""


def main(arguments: list[str]) -> int:
    """Prepare what is missing, then become the program (or its tests)."""
    try:
        python_of_choice()
        is_test = arguments[:1] == ["test"]
        words = arguments[1:] if is_test else with_command(arguments)
        if not is_test:
            refuse_hopeless_window(words, os.environ)
        if sys.platform.startswith("linux"):
            provide_system_libraries()
        python = provide_venv(with_tests=is_test)
    except CannotStart as why:
        print(why, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    if is_test:
        return become([str(python), "-m", "pytest", *words], test_environment(os.environ), ROOT)
    return become([str(python), "-m", "commandroom", *words], dict(os.environ), None)


def with_command(arguments: list[str]) -> list[str]:
    """The words for `commandroom`: `demo` is put in where no sub-command was said."""
    if any(each in COMMANDS for each in arguments) or arguments[:1] in (["-h"], ["--help"], ["--version"]):
        return arguments
    before = 0
    while before < len(arguments) and arguments[before].startswith(("--home", "--language")):
        before += 1 if "=" in arguments[before] else 2
    return [*arguments[:before], "demo", *arguments[before:]]


def opens_window(words: list[str]) -> bool:
    """Whether these words end in a window."""
    if {"-h", "--help", "--version", "--headless"} & set(words):
        return False
    command = next((each for each in words if each in COMMANDS), "demo")
    return command in ("demo", "run") or (command == "drill" and "run" in words)


def refuse_hopeless_window(words: list[str], environ: Mapping[str, str]) -> None:
    """The web engine's sandbox refuses root, and a window needs a display: say so before Qt aborts."""
    if not opens_window(words):
        return
    if is_root() and not environ.get("QTWEBENGINE_DISABLE_SANDBOX"):
        raise CannotStart(
            "地图不能以 root 身份打开（浏览器沙箱不允许）：换普通用户运行 python3 start.py"
            "（仅在一次性容器里：设 QTWEBENGINE_DISABLE_SANDBOX=1）。\n"
            "The map cannot be opened as root (its sandbox refuses); run python3 start.py as ordinary user "
            "(in a throw-away container only: set QTWEBENGINE_DISABLE_SANDBOX=1)."
        )
    has_display = any(environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))
    if sys.platform.startswith("linux") and not has_display:
        raise CannotStart(
            "没有图形显示，窗口打不开：在桌面会话中运行，或加 --headless。\n"
            "There is no display for a window; run it in a desktop session, or add --headless."
        )


def python_of_choice() -> None:
    """Go on with this Python, or begin again with one on the path that fits."""
    if OLDEST <= sys.version_info[:2] <= NEWEST:
        return
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        other = shutil.which(f"python3.{minor}")
        if other and is_sound(other, (3, minor)):
            sys.exit(become([other, str(ROOT / "start.py"), *sys.argv[1:]], dict(os.environ), None))
    found = ".".join(str(part) for part in sys.version_info[:3])
    raise CannotStart(
        f"需要 Python 3.11、3.12 或 3.13，现为 {found}。\n"
        f"Python 3.11, 3.12 or 3.13 is needed; this is {found}."
    )


def is_sound(python: str, version: tuple[int, int]) -> bool:
    """Whether that interpreter runs and is of that version."""
    ask = [python, "-c", "import sys; print(*sys.version_info[:2])"]
    try:
        answer = subprocess.run(ask, capture_output=True, text=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0 and answer.stdout.split() == [str(part) for part in version]


def provide_venv(*, with_tests: bool) -> Path:
    """The Python of `.venv`, with the project and what it needs installed; at once when nothing changed."""
    python = VENV / ("Scripts/python.exe" if IS_WINDOWS else "bin/python")
    stamp = stamp_read()
    wanted = {"pyproject": pyproject_sum(), "root": str(ROOT), "python": list(sys.version_info[:2])}
    is_venv_good = stamp.get("python") == wanted["python"] and is_sound(str(python), sys.version_info[:2])
    is_same = is_venv_good and all(stamp.get(name) == value for name, value in wanted.items())
    if is_same and (stamp.get("tests") or not with_tests):
        return python
    if not is_venv_good:
        make_venv()
    with_tests = with_tests or bool(is_venv_good and stamp.get("tests"))
    say("正在安装所需的库，首次需几分钟 · Installing what is needed; the first time takes some minutes")
    STAMP.unlink(missing_ok=True)
    project = ".[test]" if with_tests else "."
    pip = [str(python), "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    if subprocess.run([*pip, "-e", project], cwd=str(ROOT), check=False).returncode != 0:
        raise CannotStart(
            "安装没有完成：检查网络，或把 PIP_INDEX_URL 设为可用的镜像后重试。\n"
            "The installation did not finish; check the network, or set PIP_INDEX_URL to a mirror."
        )
    STAMP.write_text(json.dumps(dict(wanted, tests=with_tests)), encoding="utf-8")
    return python


def make_venv() -> None:
    """A fresh `.venv` made by the Python that runs this."""
    package = f"python3.{sys.version_info[1]}-venv"
    if importlib.util.find_spec("ensurepip") is None and not apt_install([package]):
        raise CannotStart(
            f"此 Python 不能建立虚拟环境，先运行 sudo apt-get install {package}。\n"
            f"This Python cannot make virtual environments; first run sudo apt-get install {package}."
        )
    say("正在建立 .venv · Making .venv")
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=False)
    if made.returncode != 0:
        raise CannotStart(
            "建立 .venv 失败：检查磁盘空间和文件夹权限。\n"
            ".venv could not be made; check disk space and the permissions of this folder."
        )


def pyproject_sum() -> str:
    """What must change before anything is installed again."""
    return hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest()


def stamp_read() -> dict[str, object]:
    """What the last complete installation noted; empty where there is none."""
    try:
        found = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def provide_system_libraries() -> None:
    """Install as root, or name, the Debian packages that Qt needs; without apt name the libraries."""
    missing = {name: package for name, package in LIBRARIES.items() if not is_loadable(name)}
    packages = sorted(set(missing.values()))
    if not has_chinese_font():
        packages.append("fonts-noto-cjk")
    if not packages or apt_install(packages):
        return
    if shutil.which("apt-get"):
        command = "sudo apt-get install -y " + " ".join(known_to_apt(packages))
    else:
        command = ", ".join([*sorted(missing), *(each for each in packages if each.startswith("fonts"))])
    say("系统缺少 Qt 所需的库，先安装 · The system lacks what Qt needs; install first:\n  " + command)


def is_loadable(library: str) -> bool:
    """Whether the dynamic linker finds `library`."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def has_chinese_font() -> bool:
    """Whether a font with Chinese characters is installed."""
    if shutil.which("fc-list"):
        listed = subprocess.run(["fc-list", ":lang=zh", "family"], capture_output=True, check=False)
        return bool(listed.stdout.strip())
    folders = (Path(folder).expanduser() for folder in FONT_FOLDERS)
    return any(next(folder.rglob(name), None) for folder in folders if folder.is_dir() for name in FONTS)


def apt_install(packages: list[str]) -> bool:
    """Install Debian packages; False where this is not root or there is no apt, or it failed."""
    if not (is_root() and shutil.which("apt-get")):
        return False
    say("正在安装系统库 · Installing system libraries: " + " ".join(packages))
    environ = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    subprocess.run(["apt-get", "-qq", "update"], env=environ, check=False)
    install = ["apt-get", "-qq", "install", "-y", "--no-install-recommends", *known_to_apt(packages)]
    return subprocess.run(install, env=environ, stdout=subprocess.DEVNULL, check=False).returncode == 0


def known_to_apt(packages: list[str]) -> list[str]:
    """The names this release uses: since 2024 some end in t64 (64-bit times)."""
    return [package + "t64" if is_package(package + "t64") else package for package in packages]


def is_package(name: str) -> bool:
    """Whether apt knows a package of that name."""
    try:
        asked = subprocess.run(["apt-cache", "show", name], capture_output=True, check=False)
    except OSError:
        return False
    return asked.returncode == 0 and bool(asked.stdout)


def test_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """Tests need no display; as root (a container) the web engine runs without its sandbox."""
    made = dict(environ)
    made.setdefault("QT_QPA_PLATFORM", "offscreen")
    if is_root():
        made.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")
    return made


def is_root() -> bool:
    """Whether this is the superuser of a Unix."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def become(command: list[str], environ: dict[str, str], folder: Path | None) -> int:
    """Run `command` in place of this process where the system can, else wait for it."""
    sys.stdout.flush()
    if folder is not None:
        os.chdir(str(folder))
    if not IS_WINDOWS:
        os.execve(command[0], command, environ)
    try:
        return subprocess.run(command, env=environ, check=False).returncode
    except KeyboardInterrupt:
        return 130


def say(text: str) -> None:
    """Tell what goes on, at once."""
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
