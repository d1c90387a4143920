"""Every refused text gets one sentence that says what to change; every honest text passes."""

import time
import unicodedata

import pytest

from community.services.texts import RULES, clean_text, detect_language, text_problems

FRENCH = (
    "L'été, le square des Lilas est désert dès onze heures : pas un arbre, un sol noir qui brûle, et les "
    "familles restent chez elles. Nous cherchons comment rendre de l'ombre sans creuser."
)
ENGLISH = (
    "In summer nobody stays on the square after eleven: there is no tree, the ground burns, and families "
    "keep indoors. We would like to bring shade back without digging."
)
OTHER_LANGUAGES = {
    "es": "En verano nadie se queda en la plaza: no hay árboles y las familias se quedan en casa.",
    "it": "D'estate nessuno resta sulla piazza: non ci sono alberi e le famiglie stanno in casa.",
    "de": "Im Sommer bleibt niemand auf dem Platz: es gibt keine Bäume und die Familien gehen.",
    "pt": "No verão ninguém fica na praça: não há árvores e as famílias ficam em casa.",
    "nl": "In de zomer blijft niemand op het plein: er zijn geen bomen en de gezinnen gaan weg.",
    "pl": "Latem nikt nie zostaje na placu: nie ma drzew i rodziny siedzą przez cały dzień w domu.",
    "ro": "Vara nimeni nu rămâne în piață: nu sunt copaci, pământul arde și familiile stau acasă toată ziua.",
    "tr": "Yazın meydanda kimse kalmıyor: hiç ağaç yok ve bütün aileler gün boyu evde kalıyor.",
    "ru": "Летом на площади никто не остаётся: нет деревьев, земля горячая, и семьи весь день сидят дома.",
    "ar": "في الصيف لا يبقى أحد في الساحة: لا توجد أشجار والأرض حارة والعائلات تبقى في البيت طوال اليوم.",
    "zh": "夏天广场上没有人停留因为没有树木地面很热家庭整天都待在家里我们希望在不挖掘的情况下恢复阴凉",
}


def codes(text: str, field: str = "text") -> list[str]:
    return [problem.code for problem in text_problems(text, rule=RULES[field])]


@pytest.mark.parametrize("text", [FRENCH, ENGLISH, FRENCH * 3])
def test_an_honest_text_passes(text):
    assert codes(text) == []


def without_accents(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


@pytest.mark.parametrize(
    "text",
    [
        "Nos commercants ferment tot et la rue devient triste le soir.",
        "On cherche un quartier ou tester nos bacs a compost collectifs.",
        "Qui a deja obtenu une autorisation de voirie en moins d'un mois ?",
        "Besoin d'un assureur pour un mobilier pose sur l'espace public.",
        "Comment convaincre le bailleur de nous laisser acceder aux toits ?",
    ],
)
def test_short_french_without_accents_is_french(text):
    assert detect_language(text) == "fr"
    assert codes(text) == []


def test_accents_do_not_change_the_language():
    assert detect_language(FRENCH) == detect_language(without_accents(FRENCH)) == "fr"


@pytest.mark.parametrize(
    "text",
    [
        "Our sensors count bicycles at night without cameras.",
        "Has anyone insured a temporary structure on a pavement?",
        "We look for a housing estate where residents repair things together.",
    ],
)
def test_short_english_is_english(text):
    assert detect_language(text) == "en"
    assert codes(text) == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            "Nous avons testé le dashboard en open data avec un living lab et un smart meeting room booking.",
            "fr",
        ),
        (
            "We met the Métropole du Grand Paris and the bailleur of the quartier de gare to plan the test.",
            "en",
        ),
    ],
)
def test_borrowed_words_do_not_change_the_language(text, language):
    assert detect_language(text) == language


@pytest.mark.parametrize("code", OTHER_LANGUAGES)
def test_another_language_is_told_which_are_possible(code):
    (problem,) = text_problems(OTHER_LANGUAGES[code], rule=RULES["text"])
    assert problem.code == "language"
    assert "French or English" in str(problem)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("  \n\t \u200b ", "empty"),
        ("Chaleur", "one_word"),
        ("Il fait trop chaud.", "too_short"),
        ("On a chaud la nuit à six", "too_short"),
        (f"<p>{FRENCH}</p>", "html"),
        (f"{FRENCH}&nbsp;Merci.", "html"),
        (f"<script>alert(1)</script> {FRENCH}", "html"),
        (f"# Contexte\n\n**Important** : {FRENCH}", "markdown"),
        (f"```\n{FRENCH}\n```", "markdown"),
        (f"| a | b |\n[lien](https://example.org)\n{FRENCH}", "markdown"),
        (FRENCH.upper(), "capitals"),
        ("bla " * 40, "repeated"),
        ("Nous voulons de l'ombre. " * 30, "repeated"),
        (f"{FRENCH} aaaaaaaaaaaaaaaaaa", "repeated"),
        ("!" * 60 + FRENCH, "repeated"),
        ("azerty qsdfgh wxcvbn poiuytr mlkjhg nbvcxw qsdfghjk wxcvbnm", "gibberish"),
        ("Lorem ipsum dolor amet consectetur adipiscing elit sed eiusmod tempor", "gibberish"),
        ("mobilité douce capteurs données citoyens énergie compost îlots fraîcheur", "gibberish"),
        ("12 34 56 78 90 12 34 56 78 90 12 34 56 78 90 11 22", "one_word"),
    ],
)
def test_a_poor_text_is_refused_once_with_a_sentence(text, code):
    assert codes(text) == [code]
    (problem,) = text_problems(text, rule=RULES["text"])
    assert str(problem).endswith(".")


def test_a_text_too_long_is_told_by_how_much():
    (problem,) = text_problems("a" * 50_000, rule=RULES["text"])
    assert problem.code == "too_long"
    assert "42000" in str(problem)
    assert "8000" in str(problem)


def test_a_megabyte_is_refused_at_once():
    started = time.perf_counter()
    assert codes("<p>" * 400_000) == ["too_long"]
    assert time.perf_counter() - started < 5  # a runaway pattern takes minutes


@pytest.mark.parametrize("pathological", ["<a " * 2600, "**a" * 2600, "[" * 7900, "a" * 7900, "<" * 7999])
def test_a_pathological_text_costs_little(pathological):
    started = time.perf_counter()
    text_problems(pathological, rule=RULES["text"])
    assert time.perf_counter() - started < 5  # a runaway pattern takes minutes


@pytest.mark.parametrize(
    "text",
    [
        "Température de nuit < 25 °C dans les chambres : c'est ce que demandent les habitants du quai.",
        "Écrire à <contact@exemple.fr> avant mardi pour visiter la cour avec le gardien de la résidence.",
        "Nous proposons :\n- un repérage à pied ;\n- trois essais de nuit ;\n- un bilan avec les habitants.",
        "La ZAC, le QPV et la GTB du lycée sont suivis par la DGST, avec un budget R&D voté en mars 2025.",
        "Le coût est de 3 * 12 000 € par an, soit 5 % du budget d'entretien de la commune et du bailleur.",
    ],
)
def test_ordinary_signs_pass(text):
    assert codes(text) == []


def test_an_optional_field_may_be_empty_or_short():
    assert codes("", "constraints") == []
    assert codes("Pas d'application.", "constraints") == []
    assert codes("<b>non</b>", "constraints") == ["html"]


def test_a_brand_may_be_a_title_and_one_letter_may_not():
    assert codes("Vélobox", "title") == []
    assert codes("V", "title") == ["too_short"]
    assert codes("", "title") == ["empty"]
    assert codes("Square", "description") == ["one_word"]


@pytest.mark.parametrize(
    "line", ["Smart bins detecting overflow early", "Mobilier urbain modulable éphémère"]
)
def test_a_telegraphic_summary_passes(line):
    assert codes(line, "summary") == []
    assert codes(line * 3, "text") != []


def test_cleaning_keeps_what_people_typed():
    assert clean_text("a\x00b\x07c\r\nd\u200be\u202ef") == "abc\ndef"
    assert clean_text("un\t\tdeux   trois \n\n\n\n quatre ") == "un deux trois\n\nquatre"
    assert clean_text("Pourquoi\u00a0? e\u0301te\u0301") == "Pourquoi\u00a0? été"
    assert clean_text(clean_text(FRENCH)) == FRENCH
