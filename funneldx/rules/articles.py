"""The articles that the rules are drawn from, by the id under which rules cite them."""

from __future__ import annotations

from typing import NamedTuple


class Article(NamedTuple):
    """What an article is called and where it stands."""

    title: str
    address: str | None


ARTICLES = {
    "titov": Article(
        "S. Titov, “Active and passive sales”", "titovsergei.ru/kakie-byvayut-prodazhi/aktivnye-i-passivnye-prodazhi.html"
    ),
    "insales": Article(
        "InSales, “Active and passive sales for an online shop”", "insales.ru/blogs/university/aktivnye-passivnye-prodazhi"
    ),
    "salers": Article(
        "Salers, “The active and the passive sales manager”", "salers.ru/aktivnyj-i-passivnyj-menedzher-po-prodazham/"
    ),
    "kakzarabativat": Article(
        "Kak zarabativat, “Passive sales: what they are”", "kakzarabativat.ru/marketing/passivnye-prodazhi/"
    ),
    "medoed": Article(
        "Medoed, “Passive sales and when to use them”", "medoed1.ru/marketing/passivnyie-prodazhi-i-kogda-ih-primenyat/"
    ),
    "insales-ua": Article(
        "InSales Ukraine, “Active and passive sales: channels, pros and cons”",
        "insales.com.ua/blogs/blog/aktivnye-i-passivnye-prodazhi",
    ),
    "passive-note": Article("“What is passive selling”", None),
    "funneldx": Article("funneldx's own check of the numbers; no article", None),
}
