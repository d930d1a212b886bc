"""The components: labels tied to fields without script, errors tied to what they are about."""

from __future__ import annotations

import pytest
from django import forms
from django.template import Context, Template

from normverk.base.policy import Role, visitor
from normverk.web.menu import menu_for
from tests.conftest import actor_with


class Sample(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="Name", help_text="As in the passport", error_messages={"required": "Missing name."})
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea)
    stance = forms.ChoiceField(
        label="Stance",
        choices=[("for", "For"), ("against", "Against")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one."},
    )
    sure = forms.BooleanField(label="Sure", required=False)


def rendered(form: forms.Form, template: str) -> str:
    return Template(template).render(Context({"form": form}))


@pytest.mark.parametrize("name", ["name", "note", "sure"])
def test_label_points_at_its_field(name):
    html = rendered(Sample(), f"{{% field form.{name} %}}")
    assert f'for="id_{name}"' in html
    assert html.count(f'id="id_{name}"') == 1


def test_help_and_error_are_tied_to_the_field():
    html = rendered(Sample({}), "{% field form.name %}")
    assert 'aria-describedby="id_name-help id_name-error"' in html
    assert 'aria-invalid="true"' in html
    assert '<div data-field="description" id="id_name-help">As in the passport</div>' in html
    assert 'id="id_name-error">Missing name.</p>' in html


def test_a_group_of_choices_is_named_and_its_error_tied_to_the_group():
    html = rendered(Sample({}), "{% field form.stance %}")
    assert '<fieldset class="ds-fieldset" id="id_stance" aria-describedby="id_stance-error">' in html
    assert '<legend class="ds-label">Stance</legend>' in html
    assert html.count('class="ds-input"') == 2
    assert html.count('for="id_stance_') == 2


def test_optional_fields_say_so_in_words():
    assert "(valgfritt)" in rendered(Sample(), "{% field form.note %}")
    assert "(valgfritt)" not in rendered(Sample(), "{% field form.name %}")


def test_errors_are_gathered_with_links_to_their_fields():
    html = rendered(Sample({}), "{% form_errors form %}")
    assert '<a class="ds-link" href="#id_name">Name: Missing name.</a>' in html
    assert '<a class="ds-link" href="#id_stance">Stance: Choose one.</a>' in html
    assert rendered(Sample(), "{% form_errors form %}").strip() == ""


def test_words_from_outside_are_escaped():
    class Hostile(forms.Form):
        """Labels and choices from elsewhere."""

        one = forms.ChoiceField(label="<b>", choices=[("<i>", "<i>")], widget=forms.RadioSelect, help_text="<u>")

    html = rendered(Hostile(), "{% field form.one %}")
    assert "<b>" not in html
    assert "<i>" not in html
    assert "<u>" not in html


def test_a_status_says_in_words_what_its_colour_repeats():
    html = rendered(Sample(), '{% status "rule.met" "success" %}')
    assert html.strip() == '<span class="ds-tag nv-tag" data-color="success">Oppfylt</span>'


@pytest.mark.parametrize(
    ("role", "shown"), [(None, True), (Role.CLINICIAN, True), (Role.PATHWAY_COORDINATOR, True), (Role.VENDOR, False)]
)
def test_the_patient_list_is_offered_to_those_who_may_open_it_or_log_in(role, shown):
    actor = visitor() if role is None else actor_with(role)
    addresses = [entry.address for entry in menu_for(actor, "/")]
    assert ("/patients/" in addresses) == shown
    context = Context({"menu": menu_for(actor, "/")})
    assert Template('{% in_menu "patients" %}').render(context) == ("/patients/" if shown else "")


def test_the_menu_marks_where_the_reader_stands():
    assert [entry.address for entry in menu_for(visitor(), "/cases/S-2026-001/") if entry.current] == ["/cases/"]
    for beside in ("/tasks/", "/mdt/print/", "/transfers/"):
        assert [entry.address for entry in menu_for(visitor(), beside) if entry.current] == ["/patients/"]


def test_what_a_rule_looked_at_is_said_in_words():
    said = Template("{% for name, value in facts.items %}{{ name|fact_name }}: {{ value|fact_value }}. {% endfor %}")
    facts = {"under_way": True, "open": False, "today": "2022-04-30", "days": 3, "of_ours_alone": "<b>"}
    assert said.render(Context({"facts": facts})) == (
        "En overføring venter: ja. Forløpet pågår: nei. I dag: 30. april 2022. Dager: 3. of ours alone: &lt;b&gt;. "
    )
