"""Reads files and works on what it read, as a job on its data does."""
import os
import sys

total = 0.0
for i in range(int(sys.argv[2])):
    with open(os.path.join(sys.argv[1], "f%d" % i)) as f:
        for line in f:
            total += sum(float(word) for word in line.split(","))
