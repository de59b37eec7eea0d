"""Pages taken apart: just enough of HTML to ask what stands where."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

BLOCKS = {"aside", "dd", "div", "dt", "h1", "h2", "h3", "li", "p", "section", "td", "th", "tr"}
VOID = {"area", "base", "br", "circle", "col", "hr", "img", "input", "link", "meta", "rect", "use", "wbr"}


@dataclass
class Element:
    """An element with its attributes, its children and its own words in order."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Element | str"] = field(default_factory=list)

    def text(self) -> str:
        """All words inside, blanks single."""
        return " ".join(self._words().split())

    def _words(self) -> str:
        words = "".join(child if isinstance(child, str) else child._words() for child in self.children)
        return f" {words} " if self.tag in BLOCKS else words

    def all(self, tag: str = "", **wanted: str) -> list["Element"]:
        """Every element below with this tag and these attributes; ``class_`` asks for one class."""
        found = []
        for child in self.children:
            if isinstance(child, Element):
                found += [child] if child.fits(tag, wanted) else []
                found += child.all(tag, **wanted)
        return found

    def fits(self, tag: str, wanted: dict[str, str]) -> bool:
        """Whether this is such an element."""
        for name, value in wanted.items():
            if name == "class_":
                if value not in self.attributes.get("class", "").split():
                    return False
            elif self.attributes.get(name) != value:
                return False
        return tag in ("", self.tag)

    def one(self, tag: str = "", **wanted: str) -> "Element":
        """The only such element."""
        found = self.all(tag, **wanted)
        assert len(found) == 1, f"{len(found)} of {tag} {wanted}"
        return found[0]


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("root")
        self.open = [self.root]
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.faults.append(f"<{tag}> names an attribute twice")
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if self.open[-1].tag != tag:
            self.faults.append(f"</{tag}> closes <{self.open[-1].tag}>")
            return
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def parse(html: bytes) -> Element:
    """The page as a tree; fails where tags cross."""
    builder = _Builder()
    builder.feed(html.decode())
    builder.close()
    assert not builder.faults, builder.faults
    assert builder.open == [builder.root], [element.tag for element in builder.open]
    return builder.root
