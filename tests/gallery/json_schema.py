"""As much of JSON Schema as the schema of programs uses; anything else is an error."""

import re

TYPES = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: type(value) is int,
    "boolean": lambda value: isinstance(value, bool),
}

NOTES = {"$schema", "title", "description", "default"}


def same(one, other):
    """Equal as JSON: 1 is not true."""
    return type(one) is type(other) and one == other


def is_valid(schema, value):
    """Whether a value is what a schema says."""
    if isinstance(schema, bool):
        return schema
    return all(keyword in NOTES or CHECKS[keyword](schema, value)
               for keyword in schema)


def properties(schema, value):
    return not isinstance(value, dict) or all(
        is_valid(inner, value[key])
        for key, inner in schema["properties"].items() if key in value)


def additional(schema, value):
    return not isinstance(value, dict) or all(
        is_valid(schema["additionalProperties"], inner)
        for key, inner in value.items()
        if key not in schema.get("properties", {}))


def implies(schema, value):
    return (not is_valid(schema["if"], value)
            or is_valid(schema.get("then", True), value))


def of_kind(kind, check):
    """A check of values of one type, which lets all others pass."""
    return lambda schema, value: not TYPES[kind](value) or check(schema, value)


CHECKS = {
    "type": lambda schema, value: TYPES[schema["type"]](value),
    "const": lambda schema, value: same(schema["const"], value),
    "enum": lambda schema, value: any(same(one, value)
                                      for one in schema["enum"]),
    "anyOf": lambda schema, value: any(is_valid(one, value)
                                       for one in schema["anyOf"]),
    "allOf": lambda schema, value: all(is_valid(one, value)
                                       for one in schema["allOf"]),
    "not": lambda schema, value: not is_valid(schema["not"], value),
    "if": implies,
    "then": lambda schema, value: "if" in schema,
    "properties": properties,
    "additionalProperties": additional,
    "required": of_kind("object", lambda schema, value: all(
        key in value for key in schema["required"])),
    "propertyNames": of_kind("object", lambda schema, value: all(
        is_valid(schema["propertyNames"], key) for key in value)),
    "minProperties": of_kind("object", lambda schema, value:
                             len(value) >= schema["minProperties"]),
    "maxProperties": of_kind("object", lambda schema, value:
                             len(value) <= schema["maxProperties"]),
    "items": of_kind("array", lambda schema, value: all(
        is_valid(schema["items"], one) for one in value)),
    "minItems": of_kind("array", lambda schema, value:
                        len(value) >= schema["minItems"]),
    "maxItems": of_kind("array", lambda schema, value:
                        len(value) <= schema["maxItems"]),
    "pattern": of_kind("string", lambda schema, value:
                       re.search(schema["pattern"], value) is not None),
    "minimum": of_kind("integer", lambda schema, value:
                       value >= schema["minimum"]),
    "maximum": of_kind("integer", lambda schema, value:
                       value <= schema["maximum"]),
}
