"""A program as TOML text again, one entry of an array a line."""

import datetime
import json


def value_text(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "{ %s }" % ", ".join(f"{json.dumps(key)} = {value_text(inner)}"
                                    for key, inner in value.items())
    if isinstance(value, list):
        return "[\n%s]" % "".join(f"{value_text(inner)},\n" for inner in value)
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    return str(value)


def program_text(program):
    return "".join(f"{json.dumps(key)} = {value_text(value)}\n"
                   for key, value in program.items())
