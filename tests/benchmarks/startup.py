"""How long `funneldx check` takes for one small file, beside linters of files in the same format."""

from __future__ import annotations

from collections.abc import Iterator

from tests.benchmarks.lab import SAMPLE, Lab
from tests.benchmarks.lines import Line, seconds
from tests.benchmarks.measuring import interleaved

_PROMISED = {"as JSON": 1.25, "as text": 1.25, "coloured": 1.65}


def lines(lab: Lab) -> Iterator[Line]:
    """Whole commands, from the shell's view."""
    sample = str(SAMPLE)
    schema = lab.folder / "schema.json"
    lab.run(lab.funneldx("schema"), out=schema)
    jobs = {
        "yamllint": lab.job(lab.tool("yamllint", "-d", "relaxed", sample)),
        "check-jsonschema": lab.job(lab.tool("check-jsonschema", "--schemafile", str(schema), sample)),
        "as JSON": lab.job(lab.funneldx("check", "--format", "json", sample)),
        "as text": lab.job(lab.funneldx("check", sample)),
        "coloured": lab.job(lab.funneldx("check", "--color", "always", sample)),
    }
    for job in jobs.values():
        job()  # whoever runs first finds nothing compiled and nothing in the system's caches
    taken = interleaved(jobs, 12 if lab.quick else 40, least=5, most=41)
    for way, limit in _PROMISED.items():
        yield Line(
            f"check one file, {way}",
            seconds(taken.seconds(way, "wall")),
            f"yamllint {seconds(taken.seconds('yamllint', 'wall'))}",
            taken.ratio(way, "yamllint", "wall"),
            limit,
        )
    yield Line(
        "check one file, as text",
        seconds(taken.seconds("as text", "wall")),
        f"check-jsonschema {seconds(taken.seconds('check-jsonschema', 'wall'))}",
        taken.ratio("as text", "check-jsonschema", "wall"),
        1.0,
    )
