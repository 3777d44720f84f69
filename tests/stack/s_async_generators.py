"""Asynchronous generators, contexts and comprehensions."""
import asyncio
import contextlib

from mark import mark


async def numbers():
    for n in range(2):
        mark("agen")
        yield n
        await asyncio.sleep(0)


@contextlib.asynccontextmanager
async def context():
    mark("aenter")
    yield
    mark("aexit")


async def main():
    async with context():
        async for n in numbers():
            mark("afor", n)
        assert [mark("acomp", n) async for n in numbers()] == [0, 1]


asyncio.run(main())
