"""What the declared types of dataclasses mean to JSON."""

from collections.abc import Mapping
from dataclasses import Field, dataclass, fields
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from hydro_mining.economics.arrays import GAPS


@dataclass(frozen=True, slots=True, eq=False)
class ByKey:
    """Annotation of a mapping: the type of each key's value; any key may be absent."""

    kinds: Mapping[str, type]


def written_fields(kind: Any) -> dict[str, Field[Any]]:
    """Return the fields of a dataclass that JSON has, by name."""
    return {f.name: f for f in fields(kind) if f.metadata.get("in_records", True)}


@cache
def declared_types(kind: Any) -> Mapping[str, Any]:
    """Return the type of each field of a dataclass or ``TypedDict``."""
    return get_type_hints(kind, include_extras=True)


@cache
def choices_of(kind: Any) -> tuple[Any, ...]:
    """Return the JSON values of a literal or an enumeration; none for another type."""
    if get_origin(kind) is Literal:
        return get_args(kind)
    is_enumeration = isinstance(kind, type) and issubclass(kind, Enum)
    return tuple(one.value for one in kind) if is_enumeration else ()


@cache
def without_none(declared: Any) -> tuple[Any, bool]:
    """Return a declared type without None, and whether None is legal."""
    if get_origin(declared) not in {Union, UnionType}:
        return declared, False
    kinds = tuple(one for one in get_args(declared) if one is not NoneType)
    return Union[kinds], len(kinds) < len(get_args(declared))  # noqa: UP007 - of a tuple


@cache
def kinds_of(kind: Any) -> tuple[Any, ...]:
    """Return the types of a union without None; none for another type."""
    return get_args(kind) if get_origin(kind) in {Union, UnionType} else ()


@cache
def has_gaps(kind: Any) -> bool:
    """Return whether a type is an array whose NaN is null."""
    return get_origin(kind) is Annotated and kind.__metadata__[0] is GAPS
