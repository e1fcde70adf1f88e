"""Questions that every report is asked in a browser."""

from __future__ import annotations

PALE_TEXTS = """
() => {
  const parse = text => text.match(/[\\d.]+/g).slice(0, 4).map(Number);
  const light = ([r, g, b]) => {
    const linear = v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
    const part = [r, g, b].map(v => linear(v / 255));
    return 0.2126 * part[0] + 0.7152 * part[1] + 0.0722 * part[2];
  };
  const paper = light(parse(getComputedStyle(document.body).backgroundColor));
  const pale = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim()) continue;
    if (element.closest('title, desc, style, script')) continue;
    const style = getComputedStyle(element);
    const ink = light(parse(element instanceof SVGElement ? style.fill : style.color));
    const ratio = (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
    if (ratio < 4.5) pale.push([walker.currentNode.textContent.trim(), ratio]);
  }
  return pale;
}
"""

CONTROLS = "document.querySelectorAll(\"a[href], summary, input, select, button, [tabindex='0']\")"


def unreached_controls(page) -> int:
    """How many visible controls the tab key does not reach."""
    wanted = page.evaluate(f"[...{CONTROLS}].filter(each => each.checkVisibility()).length")
    reached = set()
    for _ in range(wanted + 5):
        page.keyboard.press("Tab")
        reached.add(page.evaluate(f"[...{CONTROLS}].indexOf(document.activeElement)"))
    return wanted - len(reached - {-1})


def scroll_width(page) -> int:
    return page.evaluate("document.documentElement.scrollWidth")


def open_all(page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
