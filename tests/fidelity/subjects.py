"""What is compared: which modules of CPython's tests and which scripts, as
which users, through which views; and what of it is a part of `make check`."""
import glob
import os

import cpython
import programs

# Modules that touch the system, the longest first.
MODULES = """
test_asyncio test_concurrent_futures test_multiprocessing_spawn
test_multiprocessing_forkserver test_multiprocessing_fork test_signal test_io
test_socket test_ssl test_subprocess test_venv test_threading test_faulthandler
test_httplib test_logging test_selectors test_poll test_regrtest test_cmd_line
test_multiprocessing_main_handling test_eintr test_ftplib test_fork1 test_wait3
test_wait4 test_tarfile test_pathlib test_importlib test_import test_zipfile
test_compileall test_ensurepip test_embed test_distutils test_mailbox
test_cmd_line_script test_site test_sys test_httpservers test_socketserver
test_asyncore test_asynchat test_smtplib test_poplib test_imaplib test_telnetlib
test_xmlrpc test_docxmlrpc test_urllib2_localnet test_wsgiref test_sqlite3
test_thread test_threadsignals test_threadedtempfile test_threading_local
test_timeout test_time test_select test_epoll test_file_eintr test_queue
test_sched test_os test_posix test_posixpath test_genericpath test_shutil
test_glob test_tempfile test_stat test_mmap test_fcntl test_pty test_openpty
test_file test_fileio test_fileinput test_filecmp test_fileutils test_largefile
test_bufio test_univnewlines test_resource test_ioctl test_pwd test_grp
test_spwd test_getpass test_popen test_pipes test_ctypes test_dbm test_dbm_dumb
test_dbm_gnu test_shelve test_gzip test_bz2 test_lzma test_zipimport
test_zipapp test_zipimport_support test_linecache test_pkg test_pkgutil
test_py_compile test_runpy test_modulefinder test_uuid test_urllib test_netrc
test_mimetypes test_platform test_sysconfig test_syslog test_locale test_curses
test_readline test_repl test_c_locale_coercion test_utf8_mode test_unicode_file
test_unicode_file_functions test_atexit test_audit test_script_helper
test_gdb test_interpreters test_crypt test_hashlib
test_random test_tracemalloc test_support test_trace test_pdb test_unittest
test_webbrowser test_getpath test_cprofile test_profile test_kqueue
""".split()

# The same for `make check`: (user, view, modules).
SHORT = (
    ("root", "", "test_os test_posix test_fcntl test_mmap test_pty"),
    ("nobody", "", "test_stat test_openpty"),
    ("root", "map", "test_shutil"),
)
SHORT_MAP = ("tar",)


class Subject:
    """One comparison: kind/name by a user through a view."""

    def __init__(self, kind, name, user, view="", python=None):
        self.kind, self.name, self.user = kind, name, user
        self.view, self.python = view, python

    def key(self):
        """As the list of differences names it."""
        return "%s/%s" % (self.kind, self.name)

    def __str__(self):
        how = [self.user]
        if self.python and self.python != SYSTEM:
            how.append(self.python)
        if self.view:
            how.append("view " + self.view)
        return "%s (%s)" % (self.key(), ", ".join(how))


SYSTEM = "/usr/bin/python3"


def users():
    return ["root", "nobody"] if os.getuid() == 0 else ["user"]


def own_users(user):
    """A user of the short list, as far as we can be it."""
    return user if os.getuid() == 0 else "user"


def pythons():
    """The system's interpreter, and the newest of pyenv's for its own user."""
    root = os.environ.get("PYENV_ROOT", os.path.expanduser("~/.pyenv"))
    built = sorted(glob.glob(os.path.join(root, "versions/3.*/bin/python3.*[0-9]")),
                   key=lambda p: [int(n) for n in p.rsplit("python", 1)[1]
                                  .split(".")])
    return [SYSTEM] + built[-1:]


def short(here):
    found = []
    for user, view, modules in SHORT:
        found += [Subject("cpython", m, own_users(user), view, SYSTEM)
                  for m in modules.split()]
    scripts = [n for n in programs.names(here)
               if programs.header(here, n)["short"] is not None]
    found += [Subject("programs", n, users()[i % len(users())])
              for i, n in enumerate(scripts)]
    found += [Subject("programs", n, users()[-1], "map") for n in SHORT_MAP]
    return found


def everything(here):
    found = []
    for python in pythons():
        # An ordinary user cannot reach what another one built.
        for user in users() if python == SYSTEM else users()[:1]:
            found += [Subject("cpython", m, user, "", python) for m in MODULES]
    for view in "map", "layer":
        found += [Subject("cpython", m, users()[0], view, SYSTEM)
                  for m in "test_os test_posix test_posixpath test_shutil "
                  "test_glob test_pathlib test_tempfile test_tarfile "
                  "test_subprocess test_zipfile test_mmap test_fileio".split()]
        found += [Subject("programs", n, u, view)
                  for u in users() for n in programs.names(here)]
    found += [Subject("programs", n, u)
              for u in users() for n in programs.names(here)]
    return found


def why_not(here, s):
    """Why a subject cannot be tried on this machine, or None."""
    if s.kind == "programs":
        program = programs.missing(here, s.name)
        return "no " + program if program else None
    if not cpython.given(s.python):
        return "%s came without its tests" % s.python
    return None if cpython.has(s.python, s.name) else "no such module"
