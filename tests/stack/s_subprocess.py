"""A child with a program of its own, and what runs between fork and exec."""
import os
import subprocess
import sys

from mark import mark

HERE = os.path.dirname(os.path.abspath(sys.modules["mark"].__file__))


def before_exec():
    mark("preexec")


TEXT = """
import sys
sys.path.insert(0, %r)
from mark import mark
def child():
    mark('child')
child()
""" % HERE
subprocess.check_call([sys.executable, "-c", TEXT], preexec_fn=before_exec)
