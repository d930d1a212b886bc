"""What the parts of a norm are called where a change is told, in the three languages, and which group a list is told in."""

from __future__ import annotations

from typing import Final, Literal

from normverk.norm.text import Text

Group = Literal["head", "section", "validity", "milestone", "clock", "limit", "source", "derivation"]

HEAD: Final = {
    "kind": Text("Produkttype", "Produkttype", "Kind of product"),
    "title": Text("Tittelen", "Tittelen", "The title"),
    "purpose": Text("Formålet", "Føremålet", "The purpose"),
    "scope": Text("Virkeområdet", "Verkeområdet", "The scope"),
    "target_group": Text("Målgruppen", "Målgruppa", "The target group"),
    "owner": Text("Eier", "Eigar", "Owner"),
    "legal_basis": Text("Rettsgrunnlaget", "Rettsgrunnlaget", "The legal basis"),
    "method": Text("Metoden", "Metoden", "The method"),
    "contributors": Text("Bidragsytere", "Bidragsytarar", "Contributors"),
    "layers": Text("Samhandlingslag", "Samhandlingslag", "Layers of interoperability"),
    "themes": Text("Temaer", "Tema", "Themes"),
    "demonstration": Text("Merket som demonstrasjon", "Merkt som demonstrasjon", "Marked as demonstration"),
    "pathway": Text("Det beregnbare forløpet", "Det utreknelege forløpet", "The computable pathway"),
}
PATHWAY: Final = {
    "id": Text("Forløpets id", "Id-en til forløpet", "The pathway's id"),
    "title": Text("Forløpets navn", "Namnet på forløpet", "The pathway's name"),
    "code_system": Text("Kodesystem", "Kodesystem", "Code system"),
    "exclusive": Text("Ett av gangen blant", "Eitt om gongen blant", "One at a time among"),
    "findings": Text("Funnene", "Funna", "The findings"),
}
VALIDITY: Final = {
    "valid_from": Text("Gjelder fra", "Gjeld frå", "In force from"),
    "valid_to": Text("Gjelder til", "Gjeld til", "In force until"),
    "cut_over": Text("Pasienter som er underveis", "Pasientar som er undervegs", "Patients already under way"),
    "at_end": Text(
        "Pasienter som er underveis ved slutten",
        "Pasientar som er undervegs ved slutten",
        "Patients under way at the end",
    ),
}
LISTS: Final[dict[str, tuple[Group, Text]]] = {
    "sections": ("section", Text("Avsnittene", "Avsnitta", "The sections")),
    "sources": ("source", Text("Kildene", "Kjeldene", "The sources")),
    "references": ("source", Text("Referansene", "Referansane", "The references")),
    "milestones": ("milestone", Text("Milepælene", "Milepælane", "The milestones")),
    "clocks": ("clock", Text("Forløpstidene", "Forløpstidene", "The clocks")),
    "codes": ("milestone", Text("Kodene", "Kodane", "The codes")),
    "branches": ("clock", Text("Behandlingsformene", "Behandlingsformene", "The treatment branches")),
    "derivations": ("derivation", Text("Datareglene", "Datareglane", "The data rules")),
    "delays": ("clock", Text("Reglene om utsettelse", "Reglane om utsetjing", "The delay rules")),
}
FIELDS: Final = {
    "title": Text("navn", "namn", "name"),
    "codes": Text("koder", "kodar", "codes"),
    "counted": Text("telles med", "blir talt med", "counted"),
    "start": Text("start", "start", "start"),
    "stop": Text("stopp", "stopp", "stop"),
    "parts": Text("deler", "delar", "parts"),
    "policy": Text("virkning", "verknad", "effect"),
    "milestone": Text("registreres ved", "blir registrert ved", "is registered at"),
    "resumes": Text("slutter ved", "sluttar ved", "ends at"),
    "before": Text("uten virkning etter", "utan verknad etter", "has no effect after"),
    "longer_than": Text("må vare lenger enn", "må vare lenger enn", "must last longer than"),
    "kind": Text("grunn", "grunn", "reason"),
    "attribute_to": Text("resultatet tilhører", "resultatet høyrer til", "the result belongs to"),
    "ends_pathway": Text("avslutter forløpet", "avsluttar forløpet", "ends the pathway"),
    "display": Text("navn", "namn", "name"),
    "retired_on": Text("siste bruksdag", "siste bruksdag", "last day of use"),
    "limit": Text("frist", "frist", "limit"),
    "value": Text("frist", "frist", "limit"),
    "unit": Text("fristen telles i", "fristen blir talt i", "the limit is counted in"),
    "warn_before": Text("varsel før frist", "varsel før frist", "warning before the limit"),
    "source": Text("kilde", "kjelde", "source"),
    "warn_at_percent": Text("varsel ved prosent av fristen", "varsel ved prosent av fristen", "warning at percent"),
    "when": Text("vilkårene", "vilkåra", "the conditions"),
    "footnotes": Text("merknadene", "merknadene", "the footnotes"),
    "code": Text("koden som foreslås", "koden som blir foreslått", "the proposed code"),
    "match": Text("hva journalen må si", "kva journalen må seie", "what the record must say"),
    "dates": Text("datoen som tas", "datoen som blir teken", "the date that is taken"),
    "strength": Text("hvor sikkert forslaget er", "kor sikkert forslaget er", "how certain the proposal is"),
    "why": Text("begrunnelsen", "grunngivinga", "the reason given"),
    "org": Text("sykehuset som tas", "sjukehuset som blir teke", "the hospital that is taken"),
    "treatment": Text("behandlingen", "behandlinga", "the treatment"),
    "present": Text("må være nådd", "må vere nådd", "must have been reached"),
    "not_after": Text("må ikke være nådd før", "må ikkje vere nådd før", "must not have been reached before"),
    "absent": Text("står i stedet", "står i staden", "stands in its place"),
    "absent_here": Text(
        "står i stedet ved samme sykehus", "står i staden ved same sjukehus", "stands in its place here"
    ),
    "expected": Text("ventes å være nådd", "blir venta å vere nådd", "is expected to have been reached"),
    "repeats": Text("gjentas", "blir teken opp att", "repeats"),
}
CODES: Final[dict[str | bool, Text]] = {
    True: Text("ja", "ja", "yes"),
    False: Text("nei", "nei", "no"),
    "none": Text("ingen virkning", "ingen verknad", "no effect"),
    "explain": Text("forklares", "blir forklart", "explained"),
    "subtract": Text("trekkes fra", "blir trekt frå", "subtracted"),
    "stop-restart": Text("stopper og starter på nytt", "stoppar og startar på nytt", "stops and starts anew"),
    "nullify": Text("runden telles ikke", "runden blir ikkje talt", "the round does not count"),
    "patient-wish": Text("pasienten ønsker det", "pasienten ønskjer det", "the patient's wish"),
    "medical": Text("medisinsk grunn", "medisinsk grunn", "a medical reason"),
    "not-attended": Text("pasienten møtte ikke", "pasienten møtte ikkje", "the patient did not attend"),
    "high": Text("høy", "høg", "high"),
    "medium": Text("middels", "middels", "medium"),
    "low": Text("lav", "låg", "low"),
    "org": Text("der det ble gjort", "der det vart gjort", "where it was done"),
    "asked_by": Text("den som ba om det", "den som bad om det", "who asked for it"),
    "received": Text("mottatt", "motteken", "received"),
    "authored": Text("skrevet", "skriven", "written"),
    "started": Text("startet", "starta", "started"),
    "ended": Text("avsluttet", "avslutta", "ended"),
    "nth": Text("nummer", "nummer", "number"),
    "switch": Text("går over til denne utgaven", "går over til denne utgåva", "switch to this edition"),
    "stop": Text("måles ikke lenger", "blir ikkje målte lenger", "are measured no more"),
    "follow": Text("følges til de er ferdige", "blir følgde til dei er ferdige", "are followed to their end"),
    "responsible": Text("sykehuset med ansvaret", "sjukehuset med ansvaret", "the responsible hospital"),
    "starter": Text("sykehuset som startet", "sjukehuset som starta", "the hospital that started"),
    "treating": Text("sykehuset som behandler", "sjukehuset som behandlar", "the hospital that treats"),
    "first": Text("første", "første", "first"),
    "last": Text("siste", "siste", "last"),
    "grandfather": Text(
        "følger utgaven de startet på", "følgjer utgåva dei starta på", "keep the edition they started on"
    ),
}


COUNTED_IN: Final = Text("varigheten telles i", "lengda blir talt i", "how long it lasts is counted in")
UNIT_CAME: Final = Text("er blitt en normerende enhet", "er blitt ei normerande eining", "has become a normative unit")
UNIT_WENT: Final = Text(
    "er ikke lenger en normerende enhet", "er ikkje lenger ei normerande eining", "is no longer a normative unit"
)
SECTION: Final = {
    "title": Text("har fått ny tittel", "har fått ny tittel", "has a new title"),
    "under": Text("er flyttet", "er flytta", "has been moved"),
    "blocks": Text("har fått ny tekst", "har fått ny tekst", "has new text"),
    "intro": Text("har fått ny ingress", "har fått ny ingress", "has a new introduction"),
    "references": Text("viser til andre referanser", "viser til andre referansar", "points to other references"),
    "edited_on": Text("er sist endret en annen dag", "er sist endra ein annan dag", "was last changed on another day"),
    "revised_on": Text(
        "er sist faglig endret en annen dag", "er sist fagleg endra ein annan dag", "was last revised on another day"
    ),
    "origin": Text(
        "står også i en annen utgivelse, eller er hentet på nytt",
        "står òg i ei anna utgiving, eller er henta på nytt",
        "also stands in another publication, or was taken over anew",
    ),
    "unit/kind": Text("er en annen slags enhet", "er eit anna slag eining", "is another kind of unit"),
    "unit/strength": Text("har fått annen styrke", "har fått annan styrke", "has another strength"),
    "unit/obligation": Text("forplikter på en annen måte", "forpliktar på ein annan måte", "obliges in another way"),
    "unit/factors": Text(
        "veier nøkkelfaktorene annerledes", "veg nøkkelfaktorane annleis", "weighs the key factors differently"
    ),
    "unit/rationale": Text("har ny begrunnelse", "har ny grunngiving", "has a new rationale"),
    "unit/practical": Text("har ny praktisk informasjon", "har ny praktisk informasjon", "has new practical advice"),
    "unit/picos": Text("har endret PICO-spørsmål", "har endra PICO-spørsmål", "has a changed PICO question"),
    "unit/codes": Text("har andre koder", "har andre kodar", "has other codes"),
    "unit/clocks": Text("angir andre forløpstider", "fastset andre forløpstider", "states other limits"),
    "unit/law": Text("viser til en annen bestemmelse", "viser til ei anna føresegn", "points to another provision"),
}
"""What is said of a section when one of its fields changed; a test holds this and the fields together."""
