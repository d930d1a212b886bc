"""What reading and writing Markdown can complain of, in words."""

from __future__ import annotations

from typing import Final

import msgspec

from normverk.norm.text import Text


class Complaint(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What cannot be taken, in the text of which language, and in which line (from 1). `code` names the kind of it."""

    language: str
    line: int
    code: str

    @property
    def what(self) -> Text:
        """The complaint in words, with the way out."""
        return WORDS[self.code]


WORDS: Final[dict[str, Text]] = {
    "html": Text(
        "HTML kan ikke skrives her. Bruk tegnene i hjelpen, eller sett en omvendt skråstrek foran «<».",
        "HTML kan ikkje skrivast her. Bruk teikna i hjelpa, eller set ein omvend skråstrek framfor «<».",
        "HTML cannot be written here. Use the signs in the help, or put a backslash before “<”.",
    ),
    "code-block": Text(
        "En blokk med kode kan ikke skrives her. Linjer som begynner med fire blanke, leses som kode.",
        "Ei blokk med kode kan ikkje skrivast her. Linjer som byrjar med fire blanke, blir lesne som kode.",
        "A block of code cannot be written here. Lines that begin with four blanks are read as code.",
    ),
    "rule": Text(
        "En strek tvers over siden kan ikke skrives her. Bruk en overskrift.",
        "Ein strek tvers over sida kan ikkje skrivast her. Bruk ei overskrift.",
        "A line across the page cannot be written here. Use a heading.",
    ),
    "picture": Text(
        "Et bilde står alene i sitt avsnitt. Sett en tom linje før og etter det.",
        "Eit bilete står åleine i avsnittet sitt. Set ei tom linje før og etter det.",
        "A picture stands alone in its paragraph. Put an empty line before and after it.",
    ),
    "start": Text(
        "En nummerert liste begynner med 1.",
        "Ei nummerert liste byrjar med 1.",
        "A numbered list begins with 1.",
    ),
    "cells": Text(
        "Raden har flere celler enn tabellens første rad. Ta bort en celle, eller legg en til i første rad.",
        "Rada har fleire celler enn den første rada i tabellen. Ta bort ei celle, eller legg ei til i første rad.",
        "The row has more cells than the first row of the table. Remove a cell, or add one to the first row.",
    ),
    "caption-marks": Text(
        "En tabelltekst kan ikke ha fet skrift, lenker eller lignende.",
        "Ein tabelltekst kan ikkje ha feit skrift, lenkjer eller liknande.",
        "The caption of a table cannot hold bold words, links and the like.",
    ),
    "deep": Text(
        "Teksten er for dypt innrykket. Gjør listene eller sitatene flatere.",
        "Teksten er for djupt rykt inn. Gjer listene eller sitata flatare.",
        "The text is indented too deeply. Make the lists or quotations flatter.",
    ),
    "uneven": Text(
        "Språkene står ikke side om side her: samme type blokk, samme antall punkter, rader og celler. "
        "Skriv «[…]» der noe ikke er oversatt.",
        "Språka står ikkje side om side her: same type blokk, same tal på punkt, rader og celler. "
        "Skriv «[…]» der noko ikkje er omsett.",
        "The languages do not stand side by side here: the same kind of block, as many items, rows and cells. "
        "Write “[…]” where something is not translated.",
    ),
    "spans": Text(
        "En tabell med sammenslåtte celler kan ikke skrives i dette feltet.",
        "Ein tabell med samanslegne celler kan ikkje skrivast i dette feltet.",
        "A table with merged cells cannot be written in this field.",
    ),
    "cell-blocks": Text(
        "En tabell med avsnitt eller lister inne i cellene kan ikke skrives i dette feltet.",
        "Ein tabell med avsnitt eller lister inne i cellene kan ikkje skrivast i dette feltet.",
        "A table with paragraphs or lists inside its cells cannot be written in this field.",
    ),
    "ragged": Text(
        "En tabell med ulikt antall celler i radene kan ikke skrives i dette feltet.",
        "Ein tabell med ulikt tal på celler i radene kan ikkje skrivast i dette feltet.",
        "A table whose rows have different numbers of cells cannot be written in this field.",
    ),
    "empty": Text(
        "En liste, tabell eller et sitat uten innhold kan ikke skrives i dette feltet.",
        "Ei liste, ein tabell eller eit sitat utan innhald kan ikkje skrivast i dette feltet.",
        "A list, table or quotation without content cannot be written in this field.",
    ),
    "level": Text(
        "En overskrift har nivå 1 til 6.",
        "Ei overskrift har nivå 1 til 6.",
        "A heading has level 1 to 6.",
    ),
    "marks": Text(
        "Noen ord er merket på en måte som ikke kan skrives: to lenker på samme ord, eller et merke utenfor teksten.",
        "Nokre ord er merkte på ein måte som ikkje kan skrivast: to lenkjer på same ord, eller eit merke utanfor "
        "teksten.",
        "Some words are marked in a way that cannot be written: two links on the same words, or a mark outside the text.",
    ),
    "signs": Text(
        "Teksten har kontrolltegn som ingen side kan vise.",
        "Teksten har kontrollteikn som inga side kan vise.",
        "The text holds control signs that no page can show.",
    ),
}
