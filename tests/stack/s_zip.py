"""A module in an archive."""
import os
import sys
import tempfile
import zipfile

with tempfile.TemporaryDirectory() as folder:
    archive = os.path.join(folder, "parts.zip")
    with zipfile.ZipFile(archive, "w") as z:
        z.writestr("zipped_part.py",
                   "from mark import mark\n\ndef go():\n    mark('zip')\n")
    sys.path.insert(0, archive)
    import zipped_part
    zipped_part.go()
    sys.path.remove(archive)
