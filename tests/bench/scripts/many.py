"""Opens and reads files and does nothing else: the harshest loop."""
import os
import sys

total = 0
for i in range(int(sys.argv[2])):
    with open(os.path.join(sys.argv[1], "f%d" % i)) as f:
        total += len(f.read())
