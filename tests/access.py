"""What axe finds broken on a page for readers by ear, by keys, or with weak eyes."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


def faults_of_access(page: Page, within: str | None = None) -> list[str]:
    """The rules that are broken, each with the first place; ``within``: a selector of the part that is looked at."""
    options = {"runOnly": list(RULES), "resultTypes": ["violations"]}
    broken = Axe().run(page, context=within, options=options).response["violations"]
    found = [(rule["id"], [node["html"] for node in rule["nodes"] if not _is_page_mark(rule, node)]) for rule in broken]
    return [f"{name}: {places[0][:160]}" for name, places in found if places]


def _is_page_mark(rule: Any, node: Any) -> bool:
    """A page mark is role="doc-pagebreak" with a name, as DPUB-ARIA has it; axe does not know the role's name."""
    return rule["id"] == "aria-prohibited-attr" and 'role="doc-pagebreak"' in node["html"]
