"""YAML as policies use it: one meaning for each text, and no key twice."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import yaml

from stepwell.foundation.policy.faults import PolicyError

_PLAIN = {
    "tag:yaml.org,2002:bool": (re.compile(r"^(?:true|false)$"), "tf"),
    "tag:yaml.org,2002:int": (re.compile(r"^[-+]?(?:0|[1-9][0-9_]*)$"), "-+0123456789"),
    "tag:yaml.org,2002:float": (re.compile(r"^[-+]?[0-9][0-9_]*\.[0-9]+$"), "-+0123456789"),
    "tag:yaml.org,2002:null": (re.compile(r"^(?:~|null|)$"), ["~", "n", ""]),
    "tag:yaml.org,2002:timestamp": (re.compile(r"^\d{4}-\d\d-\d\d$"), "0123456789"),
}


class _PolicyYaml(yaml.CSafeLoader):
    """YAML 1.1 would read 13:00 as 780, `no` as false and 0.1 as a binary float; here they are a text, a text
    and a Decimal."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise yaml.MarkedYAMLError(problem=f"the key {key!r} stands twice", problem_mark=key_node.start_mark)
            seen.add(key)
        return super().construct_mapping(node, deep=deep)


def _decimal(loader: _PolicyYaml, node: yaml.ScalarNode) -> Decimal:
    return Decimal(str(loader.construct_scalar(node)).replace("_", ""))


for _tag, (_pattern, _first) in _PLAIN.items():
    _PolicyYaml.add_implicit_resolver(_tag, _pattern, list(_first))
_PolicyYaml.add_constructor("tag:yaml.org,2002:float", _decimal)


def parse(text: str, path: object) -> Any:
    """The value of a YAML text: numbers with a point are Decimal, dates are date, clock times stay text.

    Raises PolicyError with the line, for a text that is not YAML or says a key twice.
    """
    try:
        return _PolicyYaml(text).get_single_data()
    except yaml.MarkedYAMLError as fault:
        line = f"line {fault.problem_mark.line + 1}: " if fault.problem_mark else ""
        raise PolicyError(path, f"{line}{fault.problem or fault.context or 'not YAML'}") from None
    except (yaml.YAMLError, ValueError) as fault:
        raise PolicyError(path, f"not YAML: {fault}".splitlines()[0]) from None
