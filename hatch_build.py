"""The build's own step: the table of nutrition facts, made from data/nutrition/*.csv."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent
NUTRITION = ROOT / "src" / "mglog" / "nutrition"


def _module(file: Path) -> ModuleType:
    """A module by its file: the package itself can't be imported here."""
    spec = importlib.util.spec_from_file_location(f"_build_{file.stem}", file)
    if spec is None or spec.loader is None:
        raise ImportError(file.stem)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


class CustomBuildHook(BuildHookInterface):
    """Makes food_table.db for wheels and editable installs alike."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the table, and take it into the wheel."""
        del version
        target = NUTRITION / "food_table.db"
        key = _module(NUTRITION / "food_names.py").key
        _module(ROOT / "tools" / "build_food_table.py").build(
            ROOT / "data" / "nutrition", target, key
        )
        build_data["artifacts"].append("src/mglog/nutrition/food_table.db")
