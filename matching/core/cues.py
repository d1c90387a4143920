"""The turns of phrase by which a text asks, suffers, refuses, lacks or denies, in French and in English."""

import re

Cue = re.Pattern[str]


def any_of(forms: str) -> Cue:
    """Return a pattern for forms separated by ``|`` in a folded text; ``*`` stands for any ending."""
    return re.compile(r"\b(?:" + "|".join(_form(form.strip()) for form in forms.split("|")) + ")")


def _form(form: str) -> str:
    pattern = re.escape(form).replace(r"\*", r"\w*").replace(r"\ ", " ")
    return pattern if form.endswith("'") else pattern + r"\b"


# A sentence that asks for something, in a need or a question.
ASKS = any_of(
    "cherch*|recherch*|voulons|voudri*|souhait*|besoin*|il faut|il nous faut|faudra*|objectif*|cible*|"
    "attente*|attend|attendons|devons|doit|doivent|contrainte*|reclam*|demand*|exclu*|refus*|exige*|"
    "condition*|prevoir|pas question|comment|qui pourr*|qui peut|quel|quelle|quels|quelles|ou trouver|"
    "we need|we look|we seek|we require|we want|we must|we ask|looking for|seeking|require*|should|"
    "must|target|targets|goal|goals|needs|how do|how can|how to|who|which|what"
)

# A sentence that tells of a trouble, without asking.
SUFFERS = any_of(
    "manqu*|panne|pannes|plainte*|danger*|aucun|aucune|pas d'|pas de|plus de|plus d'|trop|jamais|"
    "impossib*|ne * pas|ne * plus|probleme*|difficult*|peur|craign*|craint|crainte*|bloqu*|sature*|"
    "vide|vides|ferme|fermes|fermee|fermees|degrad*|indigne*|personne ne|personne n'|no|not|never|"
    "cannot|lack*|broken|fear|fears|too|problem*|complain*|unsafe|empty|closed|stuck|difficult*"
)

# A sentence by which a solution says what it needs from a site.
REQUIRES = any_of(
    "besoin|besoins|cherchons|recherchons|cherche|recherche|il faut|il nous faut|demandons|necessit*|"
    "prerequis|exige*|exigeons|indispensab*|we need|we look|we seek|we require|we ask|looking for|"
    "seeking|require|requires|requirement|requirements|needed|you provide"
)

# What follows, in the same clause, is refused.
REFUSES = any_of(
    "pas question de|pas question d'|hors de question de|hors de question d'|refus*|interdi*|exclu*|"
    "proscri*|ecart*|ne voulons pas|ne voulons plus|ne voulons aucun|ne voulons aucune|"
    "ne souhaitons pas|ne veut pas|ne veulent pas|n'en veut|n'en veulent|surtout pas|aucun budget|"
    "aucune nouvelle|aucun nouveau|pas de budget|pas de nouveau|pas de nouvel|pas de nouvelle|"
    "pas de nouvelles|pas de nouveaux|sans|ni|zero|plutot qu'|plutot que|no new|no budget|no more|"
    "without|ruled out|rules out|ruling out|reject*|ban|bans|banned|not allowed|forbid*|forbidden|"
    "exclud*|do not want|does not want|don't want|will not accept|prohibit*|rather than|instead of"
)

# Of these, the ones that only describe when the sentence asks nothing: “il vit sans voiture”.
BARE_REFUSALS = ("sans", "without", "ni")

# What follows is not there; refused when the sentence asks for something.
LACKS = any_of(
    "pas de|pas d'|aucun|aucune|plus de|plus d'|impossible*|ne peut pas|ne peuvent pas|ne pouvons pas|"
    "no|not any|lack|lacks|there is no|cannot|can't|manque de|manque d'|depourvu*"
)

# What comes before, in the same clause, is refused.
REFUSED_BEFORE = any_of(
    "exclu|exclue|exclus|exclues|refuse|refusee|refuses|refusees|interdit|interdite|interdits|"
    "interdites|proscri*|impossible|impossibles|incomprehensible*|ruled out|excluded|banned|forbidden|"
    "not allowed|prohibited|cannot use|do not use|don't use|ne l'utilisent pas|ne les utilisent pas"
)

# A refusal of degree: a small one may do.
OF_DEGREE = re.compile(
    r"\b(?:gros|grosses?|grande?s?|lourde?s?|longs?|longues?|major|heavy|large|lengthy)\W*$"
)

# What follows, in a description, is denied: the solution does without it.
DENIES = any_of(
    "sans|pas de|pas d'|pas|aucun|aucune|ni|zero|jamais|inutile|plutot qu'|plutot que|au lieu de|"
    "au lieu d'|remplac*|evit*|supprim*|no|not|without|never|nor|free of|instead of|rather than|"
    "replac*|avoid*|unlike"
)
DENIED_AFTER = re.compile(r"^[ -]?(?:free|less)\b")
