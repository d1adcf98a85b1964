"""What a program says, each time without one thing of it."""

import copy


def without_each(value, path=()):
    """(path, value without it) for each key in tables and each table in arrays."""
    if isinstance(value, dict):
        places = list(value)
    elif isinstance(value, list):
        places = [i for i, inner in enumerate(value) if isinstance(inner, dict)]
    else:
        return
    for place in places:
        rest = copy.copy(value)
        del rest[place]
        yield (*path, place), rest
        for inner_path, inner in without_each(value[place], (*path, place)):
            changed = copy.copy(value)
            changed[place] = inner
            yield inner_path, changed
