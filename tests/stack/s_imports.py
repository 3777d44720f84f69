"""Modules that are being imported, one by another."""
import importlib
import os
import sys
import tempfile

with tempfile.TemporaryDirectory() as folder:
    for name, text in (
            ("outer_part", "import inner_part\nVALUE = inner_part.VALUE\n"),
            ("inner_part", "import mark\n\n\nVALUE = mark.mark('import')\n")):
        with open(os.path.join(folder, name + ".py"), "w") as f:
            f.write(text)
    sys.path.insert(0, folder)
    import outer_part
    importlib.reload(outer_part.inner_part)
    sys.path.remove(folder)
