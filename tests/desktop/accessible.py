# SPDX-License-Identifier: GPL-3.0-or-later
"""The windows of a program as a screen reader has them, and pressed as its user would.

Runs as a program of its own, inside a session: python3 accessible.py APPLICATION, with one request a
line on standard input and its answer, both JSON, on standard output.  The bus that AT-SPI finds is
that of its environment, and it can't be changed afterwards."""

import json
import sys
import time

import pyatspi

APPLICATION = sys.argv[1]


def find_application():
    for application in pyatspi.Registry.getDesktop(0):
        if application is not None and application.name == APPLICATION:
            return application
    return None


CONTAINERS = (pyatspi.ROLE_FRAME, pyatspi.ROLE_DIALOG, pyatspi.ROLE_ALERT, pyatspi.ROLE_MENU_ITEM, pyatspi.ROLE_MENU)


def walk(node, scrolled=False):
    """Every widget that is on the screen, or could be scrolled there."""
    yield node
    for child in node:
        if child is None:
            continue
        # GTK takes a viewport that is scrolled by more than its height for one that doesn't show.
        inside = scrolled or child.getRole() == pyatspi.ROLE_VIEWPORT
        needed = pyatspi.STATE_VISIBLE if inside else pyatspi.STATE_SHOWING
        if child.getRole() in CONTAINERS or child.getState().contains(needed):
            yield from walk(child, inside)


def find_label(node):
    """What is written beside it; "" where nothing is."""
    for relation in node.getRelationSet():
        if relation.getRelationType() == pyatspi.RELATION_LABELLED_BY:
            return relation.getTarget(0).name
    return ""


def name_of(node):
    if node.name or find_label(node):
        return node.name or find_label(node)
    if node.getRole() == pyatspi.ROLE_LIST_ITEM:  # read by its labels
        return " ".join(child.name for child in pyatspi.findAllDescendants(
            node, lambda child: child.getRole() == pyatspi.ROLE_LABEL))
    return ""


def find(name, role=None):
    application = find_application()
    found = None
    for node in walk(application) if application is not None else ():
        if name_of(node) == name and (role is None or node.getRoleName() == role):
            found = node
            if role is not None or node.getRoleName() != "label":
                return node
    return found


def find_key(node):
    """Its mnemonic, as "<Alt>n"; "" where it has none."""
    try:
        return node.queryAction().getKeyBinding(0).split(";")[0]
    except (NotImplementedError, IndexError):
        return ""


def describe(node):
    text = ""
    if node.getRoleName() != "password text":
        try:
            text = node.queryText().getText(0, -1)
        except NotImplementedError:
            pass
    if node.getRole() == pyatspi.ROLE_COMBO_BOX:
        chosen = node.querySelection().getSelectedChild(0)
        text = chosen.name if chosen is not None else ""
    states = node.getState()
    return {"name": name_of(node), "role": node.getRoleName(), "text": text,
            "description": node.description, "label": find_label(node), "key": find_key(node),
            "focusable": states.contains(pyatspi.STATE_FOCUSABLE),
            "focused": states.contains(pyatspi.STATE_FOCUSED),
            "checked": states.contains(pyatspi.STATE_CHECKED),
            "sensitive": states.contains(pyatspi.STATE_SENSITIVE)}


def find_place(node):
    """Where it is on the screen: left, top, width, height; None for what has no place."""
    try:
        return list(node.queryComponent().getExtents(pyatspi.DESKTOP_COORDS))
    except NotImplementedError:
        return None


def act(node, request):
    what = request["do"]
    if what == "press":
        node.queryAction().doAction(0)
    elif what == "type":
        node.queryEditableText().setTextContents(request["text"])
    elif what == "focus":
        node.queryComponent().grabFocus()
    elif what == "choose":
        for position, child in enumerate(node[0]):
            if child.name == request["text"]:
                node.querySelection().selectChild(position)
                return True
        return False
    elif what == "select":
        for position, child in enumerate(node):
            if child.name.startswith(request["text"]):
                node.querySelection().selectChild(position)
                return True
        return False
    return True


def select_any(text):
    """The row with that label, of whichever list."""
    for node in walk(find_application()):
        if node.getRole() == pyatspi.ROLE_LIST_ITEM and name_of(node) == text:
            node.parent.querySelection().selectChild(node.getIndexInParent())
            return True
    return False


def answer(request):
    if request["do"] == "select_any":
        return select_any(request["name"])
    if request["do"] == "tree":
        application = find_application()
        return [describe(node) for node in walk(application)] if application is not None else []
    node = find(request["name"], request.get("role"))
    if node is None:
        return None
    if request["do"] == "look":
        return dict(describe(node), place=find_place(node))
    return act(node, request)


def main():
    for line in sys.stdin:
        try:
            result = answer(json.loads(line))
        except Exception as error:  # a widget may go while it is looked at
            result = None
            print(error, file=sys.stderr)
            time.sleep(0.05)
        print(json.dumps(result), flush=True)


if __name__ == "__main__":
    main()
