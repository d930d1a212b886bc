"""Faults in running text, in the forms that writers use: sums, counts, dates, quotation, links, headings, signs."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Final

from benchmarks.recall.trials import (
    Plain,
    Trial,
    a_norm,
    as_norm,
    copied,
    fault,
    paragraph,
    put_in,
    said,
    sentence,
    texts,
)
from normverk.norm.documents.plain import read_plain

MONTHS: Final = [
    "januar",
    "februar",
    "mars",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "desember",
]
ENGLISH: Final = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
WEEKDAYS: Final = ["mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"]
NUMBERS: Final = ("to", "tre", "fire", "fem", "seks", "sju", "åtte")
THINGS: Final = ("plasser", "senger", "søknader", "pasienter", "årsverk")
PLACES: Final = ("nord", "sør", "øst", "vest", "midt")


def _off(rng: Random) -> int:
    return rng.choice((-3, -2, -1, 1, 2, 10))


@fault("sum-in-text")
def a_sum_written_out(rng: Random) -> Trial:
    """«5 + 7 = 13» in a sentence."""
    parts = [rng.randint(3, 40) for _ in range(rng.randint(2, 4))]
    sign, equals = rng.choice(((" + ", " = "), ("+", "="), (" + ", " = "), (" pluss ", " er ")))
    add = sign.join(map(str, parts))
    wrong = sum(parts) + _off(rng)
    lead = rng.choice(("Fristene er {} dager.", "Samlet tid: {} dager", "{}", "(se tabellen: {})"))
    return sentence(rng, said(lead.format(f"{add}{equals}{sum(parts)}")), said(lead.format(f"{add}{equals}{wrong}")))


@fault("sum-in-text")
def a_sum_of_large_or_broken_numbers(rng: Random) -> Trial:
    """The same with thousands set apart, or with decimals."""
    if rng.random() < 0.5:
        one, other = rng.randint(1, 9) * 1000 + 200, rng.randint(100, 900)
        right, wrong = one + other, one + other + 100
        as_said = lambda number: f"{number:,}".replace(",", " ")  # noqa: E731
    else:
        one, other = rng.randint(10, 300), rng.randint(10, 300)
        right, wrong = one + other, one + other + 5
        as_said = lambda number: f"{number / 10:.1f}".replace(".", ",")  # noqa: E731
    lead = "Bevilgningen er {} + {} = {} kroner."
    return sentence(rng, *(said(lead.format(as_said(one), as_said(other), as_said(total))) for total in (right, wrong)))


def _list(words: list[str], *, ordered: bool = False) -> Plain:
    return {"type": "list", "items": [{"text": said(one)} for one in words], "ordered": ordered}


@fault("parts-and-whole")
def a_whole_and_its_points(rng: Random) -> Trial:
    """A number in all, and points below that add up to another."""
    thing = rng.choice(THINGS)
    many = rng.randint(2, 5)
    parts = [rng.randint(3, 60) for _ in range(many)]
    lead = rng.choice(
        ("Totalt {} {}:", "I alt {} {}:", "{} {} fordelt på:", "Til sammen {} {} er delt slik:", "Det er samlet {} {}:")
    )
    points = _list([f"{place}: {part} {thing}" for place, part in zip(PLACES, parts, strict=False)])
    right, wrong = (paragraph(said(lead.format(total, thing))) for total in (sum(parts), sum(parts) + _off(rng)))
    return put_in(rng, right, points, again=(wrong, points))


@fault("parts-and-whole")
def shares_that_are_not_all(rng: Random) -> Trial:
    """Shares of a whole that add up to more or less than a hundred per cent."""
    first, second = rng.randint(10, 40), rng.randint(10, 40)
    lead = paragraph(said(rng.choice(("Pasientene fordeler seg slik:", "Utgiftene består av:", "Fordelingen er:"))))
    shares = [first, second, 100 - first - second]
    wrong = [*shares[:2], shares[2] + rng.choice((-8, 5, 12))]
    unit = rng.choice((" %", " prosent"))
    return put_in(rng, lead, _list([f"{place}: {one}{unit}" for place, one in zip(PLACES, shares, strict=False)]),
                  again=(lead, _list([f"{place}: {one}{unit}" for place, one in zip(PLACES, wrong, strict=False)])))  # fmt: skip


@fault("more-than-the-whole")
def a_part_greater_than_the_whole(rng: Random) -> Trial:
    """«20 patients, of whom 35 were new»."""
    whole, part = rng.randint(20, 90), rng.randint(1, 19)
    thing = rng.choice(THINGS)
    link = rng.choice(
        (", hvorav {}", ", derav {}", ", hvorav om lag {}", " (herav {})", ", of which {}", ", hvorav hele {}")
    )
    return sentence(
        rng,
        said(f"Det kom {whole} {thing}{link.format(part)} var nye."),
        said(f"Det kom {whole} {thing}{link.format(whole + part)} var nye."),
    )


_KINDS: Final = ("deler", "punkter", "krav", "steg", "grupper", "faser")
_MEMBERS: Final = ("melde inn", "samle", "vurdere", "prioritere", "utrede", "beslutte", "følge opp")


@fault("count-and-list")
def a_count_and_a_list(rng: Random) -> Trial:
    """«Five tasks:» before a list of another length."""
    many, kind = rng.randint(2, 7), rng.choice(_KINDS)
    other = rng.choice([one for one in range(2, 9) if one != many])
    lead = rng.choice(
        ("Arbeidet består av {} {}:", "Dette gjelder {} {}:", "{} {}:", "Kommunen skal følge disse {} {}:")
    )
    digits = rng.random() < 0.4
    points = _list(list(_MEMBERS[:many]), ordered=rng.random() < 0.5)
    right, wrong = (
        paragraph(said(lead.format(number if digits else NUMBERS[number - 2], kind))) for number in (many, other)
    )
    return put_in(rng, right, points, again=(wrong, points))


@fault("count-and-list")
def a_count_and_members_of_a_sentence(rng: Random) -> Trial:
    """The same where the members stand in the sentence itself."""
    many, kind = rng.randint(3, 6), rng.choice(_KINDS)
    other = rng.choice([one for one in range(2, 9) if one != many])
    rest = f"{', '.join(_MEMBERS[: many - 1])} og {_MEMBERS[many - 1]}"
    return sentence(rng, *(said(f"Arbeidet har {NUMBERS[number - 2]} {kind}: {rest}.") for number in (many, other)))


@fault("gaps-between")
def what_lies_between(rng: Random) -> Trial:
    """«Five phases with five decisions between them»: between five there are four."""
    many = rng.randint(4, 8)
    other = rng.choice([one for one in range(2, 9) if one != many - 1])
    lead = rng.choice(
        (
            "Prosessen har {} faser og {} beslutningspunkter mellom fasene.",
            "Det er {} steg med {} kontroller mellom stegene.",
            "Løpet har {} møter, og {} pauser mellom møtene.",
            "Vi har {} faser og {} valg mellom dem.",
        )
    )
    return sentence(rng, *(said(lead.format(NUMBERS[many - 2], NUMBERS[gaps - 2])) for gaps in (many - 1, other)))


def _day(rng: Random) -> date:
    return date(2020, 1, 1) + timedelta(days=rng.randint(0, 2500))


def _written(rng: Random, day: int, month: int, year: int) -> str:
    return rng.choice(
        (
            f"{day}. {MONTHS[month - 1]} {year}",
            f"{day}. {MONTHS[month - 1]} {year}",
            f"{day:02}.{month:02}.{year}",
            f"{year}-{month:02}-{day:02}",
            f"{day}. {MONTHS[month - 1][:3]}. {year}",
            f"{day} {ENGLISH[month - 1]} {year}",
        )
    )


@fault("no-such-day")
def a_day_that_no_calendar_has(rng: Random) -> Trial:
    """The 31st of April, in one of the ways that days are written."""
    day, month = rng.choice(((31, 4), (31, 6), (31, 9), (31, 11), (30, 2), (29, 2)))
    year = rng.choice((2021, 2022, 2023, 2025))
    lead = rng.choice(
        ("Fristen er {}.", "Gjelder fra {}", "Rådet ble endret {} etter en høring.", "Møtet ({}) er åpent.")
    )
    state = rng.getstate()
    right = _written(rng, min(day, 28), month, year)
    rng.setstate(state)
    return sentence(rng, said(lead.format(right)), said(lead.format(_written(rng, day, month, year))))


@fault("wrong-weekday")
def a_weekday_of_another_day(rng: Random) -> Trial:
    """A weekday that is not that of the date beside it."""
    day = _day(rng)
    right = WEEKDAYS[day.weekday()]
    wrong = rng.choice([one for one in WEEKDAYS if one != right])
    written = rng.choice((f"{day.day}. {MONTHS[day.month - 1]} {day.year}", f"{day:%d.%m.%Y}"))
    lead = rng.choice(("Møtet er {} {}.", "Møtet er {} den {}.", "{}, {} kl. 14", "Fristen er {} {}, kl. 12."))
    return sentence(rng, said(lead.format(right, written)), said(lead.format(wrong, written)))


@fault("dates-in-order")
def an_end_before_its_beginning(rng: Random) -> Trial:
    """«From» a day «to» an earlier one."""
    first = _day(rng)
    last = first + timedelta(days=rng.randint(2, 900))
    form = rng.choice(("{d.day}. {m} {d.year}", "{d:%d.%m.%Y}"))
    one, other = (form.format(d=day, m=MONTHS[day.month - 1]) for day in (first, last))
    lead = rng.choice(
        (
            "Gjelder fra {} til {}.", "Gjelder fra og med {} til og med {}.", "Periode: {}–{}", "Perioden er {} - {}.",
            "Målt mellom {} og {}.", "Høringen går fra {} til {}, og er åpen for alle.",
        )
    )  # fmt: skip
    return sentence(rng, said(lead.format(one, other)), said(lead.format(other, one)))


@fault("heading-order")
def a_level_left_out(rng: Random) -> Trial:
    """A heading two levels below the one before."""

    def heading(level: int) -> Plain:
        return {"type": "heading", "level": level, "text": said("Mer om dette", "Meir om dette", "More on this")}

    top = rng.choice((1, 1, 2))
    calm = paragraph(said("Ro.", "Ro.", "Calm."))
    base = a_norm(
        rng, lambda one: not any(b["type"] == "heading" for s in one["sections"] for b in s.get("blocks", ()))
    )
    under = [heading(level) for level in range(1, top + 1)]
    return put_in(rng, *under, calm, heading(top + 1), again=(*under, calm, heading(top + 2)), base=base)


@fault("picture-without-words")
def a_picture_without_words(rng: Random) -> Trial:
    """A picture without a text that stands in for it."""
    picture = {
        "type": "figure",
        "address": "https://example.org/a.png",
        "alt": said("Forløpet", "Forløpet", "The pathway"),
    }
    caption = said("Figur 1", "Figur 1", "Figure 1")
    return put_in(
        rng,
        {**picture, "caption": caption},
        again=({**picture, "alt": {"nb": rng.choice(("", " "))}, "caption": caption},),
    )


@fault("unseen-signs")
def a_sign_that_is_not_seen(rng: Random) -> Trial:
    """A sign of no width in the middle of a text."""
    clean = a_norm(rng)
    faulty = copied(clean)
    text = rng.choice(list(texts(faulty)))
    language = rng.choice([one for one in ("nb", "nn", "en") if text.get(one)])
    at = rng.randint(0, len(text[language]))
    sign = rng.choice(("\u200b", "\u00ad", "\ufeff", "\u202e", "\ufffd", "\u2060"))
    text[language] = text[language][:at] + sign + text[language][at:]
    return Trial(as_norm(clean), as_norm(faulty))


@fault("quotes-in-pairs")
def half_a_pair_of_quotes(rng: Random) -> Trial:
    """A quotation that is opened and never closed, or closed and never opened."""
    opens, ends = rng.choice((("«", "»"), ("«", "»"), ('"', '"'), ("“", "”")))
    words = f"Spør {opens}hva er viktig?{ends} og lytt til svaret."
    lost = words.replace(rng.choice((opens, ends)), "", 1)
    if rng.random() < 0.3:
        return put_in(rng, _list([words, "Så svar."]), again=(_list([lost, "Så svar."]),))
    return sentence(rng, said(words), said(lost))


@fault("hard-to-read")
def long_words_in_long_sentences(rng: Random) -> Trial:
    """A text far heavier than what a patient can be asked to read."""
    easy = ("legen", "ringer", "deg", "i", "dag", "og", "sier", "hva", "du", "kan", "gjøre", "selv")
    hard = ("virksomhetsstyring", "kvalitetssikring", "forutsetter", "dokumentasjon", "samhandling", "og", "ved")

    def text(words: tuple[str, ...], length: int) -> str:
        return " ".join(f"{' '.join(rng.choices(words, k=length)).capitalize()}." for _ in range(240 // length + 1))

    return Trial(read_plain("x", text(easy, 9)), read_plain("x", text(hard, rng.randint(15, 40))))


def _linked(rng: Random, right: str, wrong: str) -> Trial:
    words = said("Se siden.", "Sjå sida.", "See the page.")
    if rng.random() < 0.3 and wrong.startswith("http") and "/" in wrong[8:]:
        return sentence(rng, said(f"Se {right} for mer."), said(f"Se {wrong} for mer."))
    marks = [[{"kind": "link", "start": 0, "end": 2, "href": href}] for href in (right, wrong)]
    return put_in(rng, paragraph(words, marks=marks[0]), again=(paragraph(words, marks=marks[1]),))


@fault("link-behind-key")
def an_address_of_the_interface(rng: Random) -> Trial:
    """A link to the programming interface instead of the page."""
    host = rng.choice(("api.helsedirektoratet.no", "api-qa.helsedirektoratet.no"))
    wrong = f"https://{host}/innhold/{rng.choice(('kapitler', 'anbefalinger', 'rad'))}/0006-0041-{rng.randint(10, 99)}"
    return _linked(rng, "https://www.helsedirektoratet.no/retningslinjer/x", wrong)


@fault("link-to-test-server")
def an_address_of_a_test_server(rng: Random) -> Trial:
    """A link to a server for testing."""
    host = rng.choice(
        (
            "test.example.no", "www-test.example.no", "helse.test.example.no", "qa.example.no", "x-qa.example.no",
            "staging.example.no", "localhost:8000", "127.0.0.1:8080", "dev.example.no", "helsedir-xpqa-x.enonic.cloud",
            "utv.example.no", "preprod.example.no", "192.168.1.20",
        )
    )  # fmt: skip
    return _linked(rng, "https://www.example.no/attest/", f"http://{host}/side/")


@fault("link-nowhere")
def an_address_of_nothing(rng: Random) -> Trial:
    """A link that is empty or cannot be an address."""
    wrong = rng.choice(
        ("", "#", "#finnes-ikke", "https://", "http:///side", "javascript:void(0)", "mailto:", "htps://example.org/",
         "www.example.org/side", "https://https://example.org/", "file:///C:/side.docx", "C:\\side.docx")
    )  # fmt: skip
    return _linked(rng, rng.choice(("https://example.org/", "mailto:post@example.org", "/veiledere/x")), wrong)
