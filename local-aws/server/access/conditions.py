"""Evaluates the conditions of a policy statement."""

import re
from collections.abc import Callable, Mapping
from fnmatch import translate
from typing import Any

Context = Mapping[str, Any]


class UnknownOperator(ValueError):
    """A condition operator that is not supported. A guess would make a test worthless."""


def as_list(value: Any) -> list[Any]:
    """Return a list. A policy may contain one value in place of a list."""
    return value if isinstance(value, list) else [value]


def like(pattern: str, text: str) -> bool:
    """Match the wildcards * and ?. Case matters."""
    plain = pattern.replace("[", "[[]")
    return re.fullmatch(translate(plain), text) is not None


def arn_like(pattern: str, text: str) -> bool:
    """Match each part of an ARN by itself. A wildcard does not extend over the first five colons."""
    wanted, given = pattern.split(":", 5), text.split(":", 5)
    return len(wanted) == len(given) and all(like(one, other) for one, other in zip(wanted, given))


def _boolean(wanted: str, given: str) -> bool:
    return wanted.lower() == given.lower()


_POSITIVE: dict[str, Callable[[str, str], bool]] = {
    "StringEquals": lambda wanted, given: wanted == given,
    "StringEqualsIgnoreCase": lambda wanted, given: wanted.lower() == given.lower(),
    "StringLike": like,
    "ArnEquals": arn_like,
    "ArnLike": arn_like,
    "Bool": _boolean,
    "NumericLessThan": lambda wanted, given: float(given) < float(wanted),
    "NumericGreaterThan": lambda wanted, given: float(given) > float(wanted),
}
_NEGATED = {
    "StringNotEquals": "StringEquals",
    "StringNotEqualsIgnoreCase": "StringEqualsIgnoreCase",
    "StringNotLike": "StringLike",
    "ArnNotEquals": "ArnEquals",
    "ArnNotLike": "ArnLike",
}


def conditions_hold(block: Mapping[str, Mapping[str, Any]] | None, context: Context) -> bool:
    """Return whether every operator and every key of the block matches."""
    return all(
        _holds(operator, key, [str(value) for value in as_list(wanted)], context)
        for operator, keys in (block or {}).items()
        for key, wanted in keys.items()
    )


def _holds(operator: str, key: str, wanted: list[str], context: Context) -> bool:
    quantifier, _, name = operator.rpartition(":")
    given = context.get(key.lower())
    values = [] if given is None else [str(value) for value in as_list(given)]
    if name == "Null":
        return (wanted[0].lower() == "true") == (not values)
    if_exists = name.endswith("IfExists")
    name = name.removesuffix("IfExists")
    negated, positive = name in _NEGATED, _NEGATED.get(name, name)
    if positive not in _POSITIVE:
        raise UnknownOperator(f"the condition operator {operator} is not supported")
    compare = _POSITIVE[positive]

    def one(value: str) -> bool:
        return any(compare(entry, value) for entry in wanted) != negated

    if quantifier == "ForAllValues":
        return all(one(value) for value in values)
    if not values:
        return if_exists or (negated and quantifier != "ForAnyValue")
    return any(one(value) for value in values)
