#!/usr/bin/python3
"""Holds the tree to the rules that no compiler checks. Prints `file:line: sentence` for each breach; exit code 1 if any.

Relies on `swift format lint`, which runs before it: a declaration's closing brace stands in the declaration's column.
"""

import ast
import json
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FUNCTION_LINES_MAX = 70
SWIFT_FILE_LINES_MAX = 400
TOOLCHAIN = {"Swift", "Glibc", "Synchronization", "Dispatch"}
FOUNDATION_ALLOWED = {"Settings", "Telemetry", "reverse-migration"}
ONE_ROOM_ONLY = {"COpenSSL", "CMySQL"}
NEVER = {
    "Capture": {"Replay", "Settings", "Verification"}, "Replay": {"Capture", "Settings", "Verification"},
    "Verification": {"Capture", "Replay", "Settings"},
}
TEXT_SUFFIXES = {".swift", ".py", ".md", ".c", ".h", ".sh", ".yaml", ".yml", ""}
FOLDERS = ("Sources", "Tests", "Benchmarks", "Fuzz", "tools", "docs", "spool", ".ci")

IMPORT = re.compile(r"\s*(?:@\w+ )*(?:(?:package|internal|public|private|fileprivate) )?import (?:\w+ )?(\w+)")
DECLARATION = re.compile(r"( *)(?:@\w+(?:\([^)]*\))? |[a-z]+(?:\(set\))? )*?(?:func |init[?(<]|deinit\b|subscript[(<])")
LEFTOVER = re.compile(r"\b(?:FIX" r"ME|TO" r"DO|X" r"XX)\b")
LINK = re.compile(r"\]\(([^)\s]+)\)")


def files():
    found = [path for path in ROOT.iterdir() if path.is_file()]
    for folder in FOLDERS:
        found += (ROOT / folder).rglob("*")
    return sorted(path for path in found if path.is_file() and not {"__pycache__", ".build"} & set(path.parts))


def lines_of(path):
    return path.read_text(encoding="utf-8").splitlines()


def targets():
    """Every target of the package, the gated ones too: its folder and the modules it declares."""
    environment = os.environ | {"BENCHMARKS": "1", "FUZZ": "1"}
    command = ["swift", "package", "--package-path", ROOT, "dump-package"]
    package = json.loads(subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE).stdout)
    for target in package["targets"]:
        folder = target.get("path") or f"{'Tests' if target['type'] == 'test' else 'Sources'}/{target['name']}"
        # A module's name has no hyphen.
        declared = {next(iter(dependency.values()))[0].replace("-", "_") for dependency in target["dependencies"]}
        yield target["name"], ROOT / folder, declared, target["type"] == "test"


def import_breaches():
    homes = {}
    for name, folder, declared, is_test in targets():
        allowed = declared | TOOLCHAIN | ({"Testing"} if is_test else set())
        allowed |= {"FoundationEssentials"} if name in FOUNDATION_ALLOWED or is_test else set()
        for path in sorted(folder.rglob("*.swift")):
            for number, line in enumerate(lines_of(path), 1):
                match = IMPORT.match(line)
                if not match:
                    continue
                module = match[1]
                room = name.removesuffix("Tests")
                if module in ONE_ROOM_ONLY and homes.setdefault(module, room) != room:
                    yield path, number, f"{module} is imported in {homes[module]} already, and in one room only"
                if module in NEVER.get(name, ()):
                    yield path, number, f"{name} never imports {module}"
                elif module not in allowed:
                    yield path, number, f"{name} imports {module}, which is not among its dependencies"


def swift_breaches(path):
    lines = lines_of(path)
    if len(lines) > SWIFT_FILE_LINES_MAX:
        yield path, 1, f"the file has {len(lines)} lines, {SWIFT_FILE_LINES_MAX} are allowed"
    for start, line in enumerate(lines):
        match = DECLARATION.match(line)
        length = swift_function_lines(lines, start, match[1]) if match else 0
        if length > FUNCTION_LINES_MAX:
            yield path, start + 1, f"the function has {length} lines, {FUNCTION_LINES_MAX} are allowed"


def swift_function_lines(lines, start, indent):
    """The lines down to the brace in the declaration's own column; 1 where no body follows."""
    for number in range(start + 1, len(lines)):
        line = lines[number]
        if line.rstrip() == indent + "}":
            return number - start + 1
        is_deeper = not line.strip() or line.startswith(indent + " ") or line.startswith("#")
        if not is_deeper and not line.startswith((indent + ")", indent + "}", indent + "where", indent + '"""')):
            return 1
    return 1


def python_breaches(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno >= FUNCTION_LINES_MAX:
            yield path, node.lineno, f"{node.name} has more than {FUNCTION_LINES_MAX} lines"


def markdown_breaches(path):
    titles, is_code = 0, False
    for number, line in enumerate(lines_of(path), 1):
        if line.lstrip().startswith("```"):
            is_code = not is_code
        if is_code or line.startswith("    "):
            continue
        titles += line.startswith("# ")
        for link in LINK.findall(line):
            file = link.split("#")[0]
            if file and not re.match(r"[a-z]+:", file) and not (path.parent / file).exists():
                yield path, number, f"the link to {file} leads nowhere"
    if titles != 1:
        yield path, 1, f"a page has one `# Title`, this one has {titles}"


def leftover_breaches(path):
    for number, line in enumerate(lines_of(path), 1):
        if LEFTOVER.search(line):
            yield path, number, "something was left to do"


def breaches():
    yield from import_breaches()
    of_kind = {".swift": swift_breaches, ".py": python_breaches, ".md": markdown_breaches}
    for path in files():
        if path.suffix in of_kind:
            yield from of_kind[path.suffix](path)
        if path.suffix in TEXT_SUFFIXES and "Fixtures" not in path.parts:
            yield from leftover_breaches(path)


def main():
    found = list(breaches())
    for path, number, sentence in found:
        print(f"{path.relative_to(ROOT)}:{number}: {sentence}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
