import os

for _ in range(400):
    ends = [os.fork() for _ in range(4)]
    if 0 in ends:
        for _ in range(50):
            os.stat("/")
        os._exit(7)
    for pid in ends:
        status = os.waitpid(pid, 0)[1]
        assert status == 7 << 8, status
