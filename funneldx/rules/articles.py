"""The articles that the rules are drawn from, by the id under which rules cite them."""

from __future__ import annotations

from funneldx.cards import Article

ARTICLES = {
    "titov": Article(
        "titov",
        "S. Titov, “Active and passive sales”",
        "titovsergei.ru/kakie-byvayut-prodazhi/aktivnye-i-passivnye-prodazhi.html",
    ),
    "insales": Article(
        "insales",
        "InSales, “Active and passive sales for an online shop”",
        "insales.ru/blogs/university/aktivnye-passivnye-prodazhi",
    ),
    "salers": Article(
        "salers",
        "Salers, “The active and the passive sales manager”",
        "salers.ru/aktivnyj-i-passivnyj-menedzher-po-prodazham/",
    ),
    "kakzarabativat": Article(
        "kakzarabativat",
        "Kak zarabativat, “Passive sales: what they are”",
        "kakzarabativat.ru/marketing/passivnye-prodazhi/",
    ),
    "medoed": Article(
        "medoed",
        "Medoed, “Passive sales and when to use them”",
        "medoed1.ru/marketing/passivnyie-prodazhi-i-kogda-ih-primenyat/",
    ),
    "insales-ua": Article(
        "insales-ua",
        "InSales Ukraine, “Active and passive sales: channels, pros and cons”",
        "insales.com.ua/blogs/blog/aktivnye-i-passivnye-prodazhi",
    ),
    "passive-note": Article("passive-note", "“What is passive selling”", None),
    "funneldx": Article("funneldx", "funneldx's own check of the numbers; no article", None),
}
