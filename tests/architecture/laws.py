"""The laws a linter cannot see, as functions over source and models, so that each can be broken in a test."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.db import models

from stepwell.foundation.gate.privacy import Privacy

SOURCE = Path(__file__).resolve().parents[2] / "src" / "stepwell"
#: Areas from the ground up; a foreign key points at its own area or a lower one.
ORDER = [
    "foundation.gate", "foundation.jobs", "foundation.documents",
    "registry.people", "registry.programs", "registry.coverage", "registry.episodes",
    "care.measures", "care.placement", "care.plans", "care.scheduling", "care.sessions", "care.testing",
    "care.medications", "care.transitions", "care.admissions", "care.emergencies", "care.letters",
    "care.messages", "care.notices",
    "office.incidents", "office.grievances", "office.utilization", "office.claims", "office.reports",
    "doors.forms", "doors.feeds", "doors.staff", "doors.public",
]  # fmt: skip
#: Where amounts of money are reckoned, kept and written.
MONEY = ("foundation.wire", "registry.programs", "registry.coverage", "office.claims")
#: Where an area's tables themselves stand: foreign keys need the lower area's tables there.
TABLES = ("models", "migrations")


def working() -> Iterator[tuple[str, str]]:
    """Dotted name and source of every module of an area but its tables."""
    for floor in ("registry", "care", "office"):
        for path in sorted((SOURCE / floor).rglob("*.py")):
            parts = path.relative_to(SOURCE).with_suffix("").parts
            if len(parts) > 2 and parts[2] not in TABLES:
                yield ".".join(("stepwell", *parts)), path.read_text()


def area_of(module: str) -> str:
    """ "registry.people" of "stepwell.registry.people.actions"."""
    return ".".join(module.split(".")[1:3])


def modules(*names: str) -> Iterator[tuple[str, str]]:
    """Dotted name and source of every module of an area with one of the names, or inside a package of that name."""
    for path in sorted(SOURCE.rglob("*.py")):
        parts = path.relative_to(SOURCE).with_suffix("").parts
        if len(parts) > 2 and parts[2] in names:
            yield ".".join(("stepwell", *parts)), path.read_text()


def tables_of_others(module: str, source: str) -> list[str]:
    """Imports of another area's tables that happen when the module runs; for types only they are allowed.

    The gate's and the job table's nouns (Subject, Consent, Task) are everybody's.
    """
    tree = ast.parse(source)
    for_types = {
        node
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and "TYPE_CHECKING" in ast.unparse(block.test)
        for node in ast.walk(block)
    }
    found = []
    for node in ast.walk(tree):
        for target in [] if node in for_types else _imported(node):
            others = target.startswith("stepwell.") and ".models" in target and area_of(target) != area_of(module)
            if others and not target.startswith("stepwell.foundation."):
                found.append(f"{module} imports {target}")
    return found


def below_the_doors() -> Iterator[tuple[str, str]]:
    """Dotted name and source of every module that is no door: doors alone know what day it is."""
    for path in sorted(SOURCE.rglob("*.py")):
        parts = path.relative_to(SOURCE).with_suffix("").parts
        if parts[0] != "doors" and "migrations" not in parts:
            yield ".".join(("stepwell", *parts)), path.read_text()


def clocks(module: str, source: str) -> list[str]:
    """Places that ask the machine what time it is, however they are written; today is passed in."""
    tree = ast.parse(source)
    called = {node.func for node in ast.walk(tree) if isinstance(node, ast.Call)}
    return [
        f"{module} asks {ast.unparse(node)}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and (
            node.attr in ("now", "utcnow", "localtime", "gmtime")
            # A fact may be named today; what is called so, or belongs to date, is the clock.
            or (node.attr == "today" and (node in called or ast.unparse(node.value).endswith(("date", "datetime"))))
        )
    ]


def floats(module: str, source: str) -> list[str]:
    """Binary fractions, written out or named as a type: no amount of money is one."""
    return [
        f"{module} line {node.lineno}: {ast.unparse(node)}"
        for node in ast.walk(ast.parse(source))
        if (isinstance(node, ast.Name) and node.id == "float")
        or (isinstance(node, ast.Constant) and isinstance(node.value, float))
    ]


def _imported(node: ast.AST) -> list[str]:
    """Dotted names that an import statement reaches, however it is written."""
    if isinstance(node, ast.ImportFrom) and node.module:
        return [f"{node.module}.{each.name}" for each in node.names]
    return [each.name for each in node.names] if isinstance(node, ast.Import) else []


def unguarded(module: str, source: str) -> list[str]:
    """Public functions of actions and queries without @action(Permission…) or @query(Permission…)."""
    found = []
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            doors = [ast.unparse(each) for each in node.decorator_list]
            if not any(door.startswith(("action(Permission.", "query(Permission.")) for door in doors):
                found.append(f"{module}.{node.name}")
    return found


def without_privacy(model: type[models.Model]) -> list[str]:
    """Fields of a model without a privacy class, and classes of fields it does not have."""
    classes = getattr(model, "PRIVACY", {})
    fields = {field.name if field.name in classes else field.attname for field in model._meta.concrete_fields}
    missing = [f"{model.__name__}.{name}" for name in sorted(fields) if not isinstance(classes.get(name), Privacy)]
    return missing + [f"{model.__name__} has no field {name}" for name in sorted(set(classes) - fields)]


def keys_that_point_up(model: type[models.Model]) -> list[str]:
    """Foreign keys to a table of a higher area, however they are written."""
    own = ORDER.index(area_of(model.__module__))
    found = []
    for field in model._meta.concrete_fields:
        target = field.remote_field.model if isinstance(field, models.ForeignKey) else None
        if target is None or not target.__module__.startswith("stepwell."):
            continue
        if ORDER.index(area_of(target.__module__)) > own:
            found.append(f"{model.__name__}.{field.name} points up at {target.__name__}")
    return found


def ours(every: Iterable[type[models.Model]]) -> list[type[models.Model]]:
    """The models of the house."""
    return [model for model in every if model.__module__.startswith("stepwell.")]
