"""Runs every script of the corpus in one interpreter."""
import glob
import os
import runpy
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

for path in sorted(glob.glob(os.path.join(HERE, "s_*.py"))):
    runpy.run_path(path, run_name="corpus")
