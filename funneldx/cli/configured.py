"""What a command makes of the configuration, the plugins and its own options together."""

import errno
import os
import stat
from typing import TYPE_CHECKING, Annotated

import typer

from funneldx.cli.groups import Options
from funneldx.cli.options import Asked, FolderOptions, level_of, severity_of
from funneldx.config import Settings
from funneldx.configuration import found
from funneldx.diagnosis import Defect
from funneldx.errors import ConfigurationError, Problem, UsageError
from funneldx.rules import catalogue
from funneldx.rules.plugins import plugins
from funneldx.rules.rule import Rule
from funneldx.sources import Folders, shown
from funneldx.tuples import NamedTuple

if TYPE_CHECKING:
    from funneldx.baseline.comparing import Baseline
    from funneldx.configuration.loading import Configuration

ConfigFile = Annotated[
    str | None,
    typer.Option(
        "--config",
        metavar="FILE",
        help="The configuration; by default the nearest .funneldx.yaml or pyproject.toml.",
    ),
]
Isolated = Annotated[bool, typer.Option("--isolated", help="Heed no configuration file.")]
BaselineFile = Annotated[
    str | None,
    typer.Option(
        "--baseline",
        metavar="FILE",
        help="Report only what is new or worse than in this file, which `funneldx baseline` writes.",
    ),
]
NoBaseline = Annotated[
    bool, typer.Option("--no-baseline", help="Report everything, whatever the configuration's baseline has.")
]


class ConfigOptions(Options):
    """Which configuration is heeded."""

    config: ConfigFile = None
    isolated: Isolated = False


class BaselineOptions(Options):
    """Which findings are remembered, so that they are not reported again."""

    baseline: BaselineFile = None
    no_baseline: NoBaseline = False


class Configured(NamedTuple):
    """The rules of a run and what the configuration says, if there is one."""

    rules: tuple[Rule, ...]
    defects: tuple[Defect, ...]
    """What is wrong with plugins."""
    said: "Configuration | None"

    def settings(self, asked: Asked) -> Settings:
        """The settings of a command line, completed by the configuration."""
        said = self.said
        confidence = "0.95" if asked.confidence is None else asked.confidence
        settings = Settings(
            as_of=asked.as_of,
            level=level_of(confidence),
            select=asked.select,
            ignore=asked.ignore,
            inline=asked.inline,
            fail_on=severity_of(asked.fail_on or (said.fail_on if said else None) or "error"),
            tables=asked.tables,
            forced=asked.thresholds,
        )
        if said is None:
            return settings
        if asked.confidence is None and said.confidence is not None:
            settings = settings._replace(level=None if isinstance(said.confidence, str) else said.confidence)
        return settings._replace(
            select=asked.select or said.select,
            ignore=(*said.ignore, *asked.ignore),
            severities=said.severity,
            thresholds=said.thresholds,
            overrides=said.overrides,
            suppressions=said.suppressions,
            file_ignores=said.per_file_ignores,
            places=said.places,
            folder=said.folder,
            tables=asked.tables
            if asked.tables.columns
            else asked.tables._replace(columns=said.columns, optional=True),
        )

    def folders(self, asked: FolderOptions = FolderOptions()) -> Folders:
        """Which files of folders are read: as the command line says, else the configuration."""
        said = self.said
        return Folders(
            tuple(asked.include or (said.include if said else ())),
            (*(said.exclude if said else ()), *(asked.exclude or ())),
            asked.strict_folder,
        )

    @property
    def own_baseline(self) -> str | None:
        """The path of the baseline that the configuration names."""
        said = self.said
        return os.path.join(said.folder, said.baseline) if said and said.baseline else None

    def baseline(self, options: BaselineOptions, settings: Settings) -> "Baseline | None":
        """Read the baseline that the command line names, else that of the configuration; None for none.

        Raises UsageError or ConfigurationError where it is not there or cannot be read.
        """
        asked, off = options.baseline, options.no_baseline
        if asked is not None and off:
            raise UsageError("--baseline and --no-baseline exclude each other", "give one of the two")
        path = asked if asked is not None else self.own_baseline
        if path is None or off:
            return None
        from funneldx.baseline.comparing import Baseline  # noqa: PLC0415  (few runs have one)
        from funneldx.baseline.file_format import read  # noqa: PLC0415

        try:
            _refuse_endless(path, asked=asked is not None)
            with open(path, "rb") as file:
                data = file.read()
        except OSError as error:
            raise self._no_baseline(path, error, asked=asked is not None) from None
        name = shown(path)
        folder = os.path.dirname(os.path.realpath(path))
        return Baseline(name, folder, read(data, name), settings.level)

    def _no_baseline(self, path: str, error: OSError, *, asked: bool) -> UsageError | ConfigurationError:
        missing = isinstance(error, FileNotFoundError)
        what = "does not exist" if missing else f"cannot be read: {(error.strerror or '').lower()}"
        if asked:
            hint = "write it first: funneldx baseline PATH... --output FILE"
            return UsageError(f"--baseline {path} {what}", hint if missing else "name a file")
        assert self.said
        place = self.said.places.find("baseline")
        hint = "write it with `funneldx baseline`" if missing else "name a file"
        message = f"the baseline {shown(path)} {what}"
        return ConfigurationError(
            (Problem(*place, message, f"{hint}, or leave it out this time with --no-baseline"),)
        )


def _refuse_endless(path: str, *, asked: bool) -> None:
    """Raise OSError for what may never end: a device, and a pipe too unless somebody `asked` for it by name."""
    if "\0" in path:
        raise OSError(errno.EINVAL, "its name holds a NUL character")
    mode = os.stat(path).st_mode
    if stat.S_ISCHR(mode) or stat.S_ISBLK(mode) or (stat.S_ISFIFO(mode) and not asked):
        raise OSError(errno.EINVAL, "this is not a regular file")


def configured(options: ConfigOptions) -> Configured:
    """Find the configuration and all rules there are.

    Raises ConfigurationError where the configuration cannot be understood, or a rule of its own is called as
    another one.
    """
    rules = catalogue()
    more, defects = plugins(rules)
    rules += more
    said = found(options.config, isolated=options.isolated)
    if said and said.rules:
        from funneldx.rules.gap_rule import GapRule  # noqa: PLC0415  (few have rules of their own)

        _refuse_clashes(rules, said)
        rules += tuple(GapRule(own, said.path) for own in said.rules)
    if said and said.stage_names:
        from funneldx.stage_names import learn  # noqa: PLC0415

        learn(said.stage_names)
    return Configured(rules, defects, said)


def _refuse_clashes(rules: tuple[Rule, ...], said: "Configuration") -> None:
    known = {word.casefold() for rule in rules for word in (rule.code, rule.name, rule.family)}
    problems = []
    for own in said.rules:
        for key, word in (("code", own.code), ("name", own.name)):
            if word.casefold() in known:
                place = said.places.find(f"{own.field}.{key}")
                problems.append(
                    Problem(*place, f"another rule is called {word} already", "choose another word")
                )
            known.add(word.casefold())
    if problems:
        raise ConfigurationError(problems)
