"""Coroutines and tasks: frames that live on the heap."""
import asyncio

from mark import mark


async def leaf(n):
    await asyncio.sleep(0)
    mark("leaf")
    return n


async def middle(n):
    return await leaf(n) + await leaf(n)


async def main():
    loop = asyncio.get_running_loop()
    loop.call_soon(mark, "soon")
    await asyncio.gather(middle(1), middle(2))
    await loop.run_in_executor(None, mark, "executor")


asyncio.run(main())
