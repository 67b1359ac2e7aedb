"""Tables that are not UTF-8: read in the encoding in which their words are known, or refused with what to say."""

from __future__ import annotations

import pytest

from funneldx.config import TableSettings
from funneldx.diagnosis import Notice
from funneldx.errors import Problem
from funneldx.model import Funnel, Role
from funneldx.readers import read

WORDS = {
    Role.PROSPECTS: ("потенциальные покупатели", "контактная база"),
    Role.DIALED: ("прозвонили", "холодный звонок", "обзвон"),
    Role.CONTACTED: (
        *("произведён контакт", "сняли трубку", "установление контакта", "налаживание контакта"),
        "осведомлённость",
    ),
    Role.LISTENED: ("послушали",),
    Role.INTERESTED: ("заинтересованность", "заинтересованные", "интерес", "выявление потребностей"),
    Role.AGREED: ("согласились прийти",),
    Role.ATTENDED: ("пришло", "презентация"),
    Role.PRICE_DISCUSSED: ("обсуждение цены", "торг", "желание купить"),
    Role.PURCHASED: ("продали", "продажа", "покупка", "заключение сделки"),
    Role.REPEAT: ("купят ещё", "постоянный клиент", "подготовка новой сделки"),
}
"""The documents' own words for the stages."""
CYRILLIC = ("cp1251", "koi8-r", "cp866")


def loaded(data: bytes, **settings: str) -> list[Funnel | Problem | Notice]:
    found = read(data, "a.csv", TableSettings(**settings))  # type: ignore[arg-type]
    assert found is not None
    return list(found)


def told(data: bytes) -> str:
    (notice,) = [item.message for item in loaded(data) if isinstance(item, Notice)]
    return notice


def stages(data: bytes, **settings: str) -> list[tuple[str, Role | None, int | None]]:
    (one,) = [item for item in loaded(data, **settings) if isinstance(item, Funnel)]
    return [stage[:3] for stage in one.stages]


@pytest.mark.parametrize("encoding", ["utf-8", *CYRILLIC])
@pytest.mark.parametrize("header", ["Этап;Количество\n", "", "stage;count\n"])
def test_five_lines_of_the_documents_words(encoding: str, header: str) -> None:
    words = [(word, role) for role, words in WORDS.items() for word in words]
    for number in range(0, len(words), 4):
        some = words[number : number + 4]
        text = header + "".join(f"{word.capitalize()};{90 - place}\n" for place, (word, _) in enumerate(some))
        assert stages(text.encode(encoding)) == [
            (word.capitalize(), role, 90 - place) for place, (word, role) in enumerate(some)
        ], encoding


@pytest.mark.parametrize("encoding", CYRILLIC)
def test_it_is_told(encoding: str) -> None:
    notice = told("Этап;Количество\nЛиды;9\nЖдём звезду;3\n".encode(encoding))
    assert notice.startswith(f"not UTF-8; read as {encoding} (Cyrillic, ")
    assert "in which 3 of its 4 words are known; --encoding names another" in notice


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("region,leads,won\nМосква,9,2\nПермь,8,1\n", "cp1251"),
        ("region,leads,won\nМосква,9,2\nПермь,8,1\n", "koi8-r"),
        ("region,leads,won\nМосква,9,2\nПермь,8,1\n", "cp866"),
        ("region,leads,won\nCórdoba,9,2\nMálaga,8,1\n", "cp1252"),
        ("region,leads,won\n北京,9,2\n上海,8,1\n", "gb18030"),
    ],
)
def test_names_decide_where_all_known_words_are_ascii(text: str, encoding: str) -> None:
    assert f"read as {encoding} " in told(text.encode(encoding))


def test_the_user_has_the_last_word() -> None:
    data = "stage,count\nТорг,9\n".encode("cp866")
    assert stages(data, encoding="cp866") == [("Торг", Role.PRICE_DISCUSSED, 9)]
    assert stages(data, encoding="cp1251")[0][0] != "Торг"
    assert stages("\ufeffstage,count\nТорг,9\n".encode(), encoding="cp1251")[0][0] == "Торг"
    assert stages("stage,count\nТорг,9\n".encode("utf-16-le"), encoding="utf-16-le")[0][0] == "Торг"


def test_what_the_user_named_wrongly() -> None:
    (wrong,) = loaded("stage,count\nЛиды,9\n".encode("cp1251"), encoding="ascii")
    assert isinstance(wrong, Problem)
    assert wrong.message == "the byte 0xcb is not ASCII"
    assert wrong.hint == "name another encoding, or save the file as UTF-8"
    assert (wrong.line, wrong.column) == (2, 1)


def test_no_word_is_known_in_any() -> None:
    (wrong,) = loaded("Ступенька;Сколько\nЭкспонат;9\n".encode("koi8-r"))
    assert isinstance(wrong, Problem)
    assert wrong.message == "the byte 0xf3 is not UTF-8, and in no other encoding are its words known"
    assert wrong.hint == "say which it is in (--encoding koi8-r, say), or save it as UTF-8"


def test_headers_that_the_user_names_are_known_words() -> None:
    data = "Ступенька;Сколько\nЭкспонат;9\n".encode("koi8-r")
    found = read(data, "a.csv", TableSettings(columns=(("stage", "Ступенька"), ("count", "Сколько"))))
    assert found is not None
    assert [item.stages[0].name for item in found if isinstance(item, Funnel)] == ["Экспонат"]


def test_damaged_utf8_is_not_taken_for_something_else() -> None:
    (wrong,) = loaded("Этап;Количество\nЛиды;9\n".encode() + b"\xd0;5\n")
    assert isinstance(wrong, Problem)
    assert wrong.message == "the byte 0xd0 is not UTF-8"


def test_only_a_sample_is_looked_at_and_all_has_to_fit() -> None:
    rows = "".join(f"Лиды {number},9\n" for number in range(9000))
    data = ("Этап,Количество\n" + rows[:-1]).encode("cp1251") + b"\x98\n"
    (notice, *_) = loaded(data)
    assert isinstance(notice, Notice | Problem)
    assert "read as cp1251" not in notice.message


def test_a_quote_that_never_closes_is_no_hindrance() -> None:
    found = loaded('Этап,Количество\nЛиды,9\n"Торг,5\n'.encode("cp1251"))
    assert [type(item) for item in found] == [Notice, Problem]


def test_a_table_without_a_name() -> None:
    """Standard input, say: UTF-16 is told by its mark, and then by its looks."""
    for encoding in ("utf-16", "utf-8-sig"):
        for text in ("stages: {Leads: 9, Won: 2}\n", "stage,count\nLeads,9\nWon,2\n"):
            found = read(text.encode(encoding), "<stdin>")
            assert found is not None
            assert [[stage.count for stage in item.stages] for item in found if isinstance(item, Funnel)] == [
                [9, 2]
            ]
