#!/usr/bin/env python3
"""Runs random cases through the kumbara program and the reference model.

    compare.py KUMBARA [--seeds 1:10000] [--histories 1:40] [-j 2] [--keep DIR]
    compare.py KUMBARA --seeds 7:7 --without close tick
    compare.py --model-only --seeds 1:100

A seed is a small random program and 15 to 90 random commands; what the model says of
them is a scenario, and `kumbara scenario` says whether it holds (cases.py). A seed
that differs is shrunk and printed. Histories are longer and go through files of rows
(histories.py).

At the end tables say how often each kind and code occurred and how many seeds
contained each kind, code, policy, due item and kind of instant. What is in less than
one of a hundred seeds fails a run of 10,000 or more, for it was hardly tested. To
narrow a difference down, kinds of commands can be left out.
"""

import argparse
import concurrent.futures
import os
import pathlib
import shutil
import sys
import tempfile

import cases
import features
import histories
import scenarios
import shrink
from kinds import KINDS

CHUNK = 100  # Seeds that one process takes at once.
ENOUGH = 10_000  # Seeds of which one per cent is not left to chance.
SHOWN = 3  # Seeds that differ, of a chunk.
MEMORY = pathlib.Path("/dev/shm")  # Faster than a disk, where there is one.


def compare_chunk(kumbara, seeds, without, work):
    """Coverage of some seeds, and a text for each that differs."""
    found, texts = features.Coverage(), {}
    for seed in seeds:
        case = cases.random_case(seed, without)
        ledger, texts[seed] = case.run()
        found.add(ledger, case.program)
    if kumbara is None:
        return found, []
    different = scenarios.Runner(kumbara, work).different(texts)
    return found, [shrink.report(kumbara, work, cases.random_case(seed, without))
                   for seed in different[:SHOWN]]


def compare_history(kumbara, seed, work):
    history = histories.History(seed, histories.ROWS, work)
    try:
        histories.compare(kumbara, history, work)
    except histories.Differs as difference:
        return [f"history {seed}: {difference}\n  {history.csv} --program "
                f"{history.toml} {' '.join(history.options())} --round "
                f"{history.round}"]
    return []


def seeds_of(text):
    first, last = map(int, text.split(":"))
    return range(first, last + 1)


def run(options, work):
    seeds = seeds_of(options.seeds)
    chunks = [seeds[i:i + CHUNK] for i in range(0, len(seeds), CHUNK)]
    found, failures = features.Coverage(), []
    with concurrent.futures.ProcessPoolExecutor(options.jobs) as pool:
        small = [pool.submit(compare_chunk, options.kumbara, chunk,
                             options.without, work) for chunk in chunks]
        long = [pool.submit(compare_history, options.kumbara, seed, work)
                for seed in seeds_of(options.histories)
                if options.kumbara and not options.without]
        for future in small:
            coverage, texts = future.result()
            found.merge(coverage)
            failures += texts
        for future in long:
            failures += future.result()
    print(f"seeds {options.seeds}, histories {options.histories}: ", end="")
    found.print()
    for failure in failures:
        print(failure)
    counts = len(seeds) >= ENOUGH and not options.without
    rare = found.rare() if counts else []
    if rare:
        print("in less than 1% of the seeds: " + "; ".join(rare))
    return 1 if rare or failures else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("kumbara", nargs="?", help="the program to compare")
    parser.add_argument("--seeds", default="1:10000", metavar="FIRST:LAST")
    parser.add_argument("--histories", default="1:40", metavar="FIRST:LAST")
    parser.add_argument("-j", "--jobs", type=int, default=2)
    parser.add_argument("--keep", help="where the files go and stay")
    parser.add_argument("--model-only", action="store_true")
    parser.add_argument("--without", nargs="+", choices=KINDS, default=(),
                        metavar="KIND", help="seeds without these, no histories")
    options = parser.parse_args()
    if (options.kumbara is None) != options.model_only:
        parser.error("give the kumbara program, or --model-only")
    if options.keep:
        work = pathlib.Path(options.keep)
        work.mkdir(parents=True, exist_ok=True)
        return run(options, work)
    memory = MEMORY if os.access(MEMORY, os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=memory) as directory:
        return run(options, pathlib.Path(directory))


if __name__ == "__main__":
    sys.exit(main())
