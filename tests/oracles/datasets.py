"""Purchase histories with their expected results, wherever they lie.

tests/data holds <name>.csv, <name>.json and <name>_months.csv. A folder named by
the environment variable KUMBARA_DATASETS holds purchases/<name>.csv and
oracles/<name>.json, oracles/<name>_months.csv.
"""

import csv
import hashlib
import json
import os
import pathlib
import sys
from collections import namedtuple

HERE = pathlib.Path(__file__).resolve().parent
DATA = HERE.parent / "data"
RULE_A = HERE / "rule_a.toml"
RULE_B = HERE / "rule_b.toml"
RULE_C = HERE / "rule_c.toml"
RULES = {"A": RULE_A, "B": RULE_B, "C": RULE_C}
MODEL = HERE.parent / "model"
sys.path.insert(0, str(MODEL))

Dataset = namedtuple("Dataset", "name purchases oracle months")


def in_folder(purchases, oracles):
    found = []
    for oracle in sorted(oracles.glob("*.json")):
        name = oracle.stem
        path = purchases / f"{name}.csv"
        if path.exists():
            found.append(Dataset(name, path, oracle,
                                 oracles / f"{name}_months.csv"))
    return found


def all_datasets(folders=()):
    """Those of tests/data and of the folders or KUMBARA_DATASETS, each once."""
    outside = [pathlib.Path(folder) for folder in folders]
    if not outside and os.environ.get("KUMBARA_DATASETS"):
        outside = [pathlib.Path(os.environ["KUMBARA_DATASETS"])]
    found = {dataset.name: dataset for dataset in in_folder(DATA, DATA)}
    for folder in outside:
        for dataset in in_folder(folder / "purchases", folder / "oracles"):
            found.setdefault(dataset.name, dataset)
    if not outside:
        print("KUMBARA_DATASETS is not set: only tests/data is used")
    return list(found.values())


def read_oracle(dataset):
    return json.loads(dataset.oracle.read_text(encoding="utf-8"))


def read_mutants(dataset):
    """rule -> mistake -> how many members' balances it changes, if stated."""
    stated = read_oracle(dataset).get("mutants", {})
    table = dataset.oracle.parent / "mutants.csv"
    if table.exists():
        with open(table, newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                if row.get(dataset.name):
                    stated.setdefault(row["rule"], {})[row["mistake"]] = int(
                        row[dataset.name])
    return stated


def read_month_rows(dataset):
    """As of each month start: the column names with their sums."""
    with open(dataset.months, newline="", encoding="utf-8") as file:
        return [(row["as_of"], {name: int(value) for name, value in row.items()
                                if name != "as_of"})
                for row in csv.DictReader(file)]


def read_months(dataset):
    return [(instant, sums["A_net"])
            for instant, sums in read_month_rows(dataset)]


def sha256(data):
    return hashlib.sha256(data).hexdigest()
