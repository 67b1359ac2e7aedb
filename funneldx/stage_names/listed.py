"""How the data files write down many names: as text, with commas between them."""


def listed(text: str, form: str = "") -> tuple[str, ...]:
    """`"leads, new leads"` → `("leads", "new leads")`; with a form, each name put into it (`"{} "`)."""
    names = map(str.strip, text.split(","))
    return tuple(map(form.format, names) if form else names)
