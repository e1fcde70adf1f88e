"""A page as its tags, to be asked whether it is well formed and what it refers to."""

from __future__ import annotations

import re
from html.parser import HTMLParser


class Outline(HTMLParser):
    """Every start tag with its attributes, and what was left open."""

    VOID = frozenset({"meta", "br", "wbr", "link", "img", "input"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag

    @property
    def ids(self) -> list[str]:
        return [str(attributes["id"]) for _, attributes in self.tags if "id" in attributes]

    def references(self) -> set[str]:
        """The ids of this page that its links and labels name."""
        targets: set[str] = set()
        for _, attributes in self.tags:
            targets |= set((attributes.get("aria-labelledby") or "").split())
            if (attributes.get("href") or "").startswith("#"):
                targets.add(str(attributes["href"])[1:])
        return targets


def sections_of(text: str) -> dict[str, str]:
    """Each section's whole text, tags taken off."""
    parts = re.split(r'<section id="([a-z-]+)"', text)
    return {
        key: re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body.replace("<wbr>", "")))
        for key, body in zip(parts[1::2], parts[2::2], strict=True)
    }
