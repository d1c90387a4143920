"""In which language a text is written, from its small words: no model to load, a few kilobytes.

py3langid was measured first: 80 MB and 0.4 s in the web process, too much for a choice between two languages.
"""

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from community.models.fields import fold

OTHER = "other"
UNKNOWN = ""

_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE_CHARACTERS = 4000
_OURS = ("fr", "en")

# Small words, folded. A word that several languages share counts for less in each of them.
_SMALL_WORDS = {
    "fr": """
        le la les l un une des du de d au aux a et ou mais donc car ni que qu qui quoi dont où ce
        cet cette ces c ça cela ceci celui celle ceux celles il elle ils elles on nous vous je j tu
        me m te se s leur leurs lui y en mon ma mes ton ta tes son sa ses notre nos votre vos est
        sont était étaient être été sera seront serait soit ai avons avez ont avait avaient avoir
        aura auront n ne pas plus jamais rien très trop peu moins bien sans avec pour par sur sous
        dans entre vers chez depuis pendant avant après comme quand lorsque si aussi ainsi afin
        parce puis alors encore déjà toujours même mêmes autre autres tout tous toute toutes chaque
        plusieurs quelques aucun aucune fait font faire peut peuvent pouvoir doit doivent faut
        voudrait souhaite souhaitons cherche cherchons besoin deux trois ici là plutôt certains
        certaines jour jours an ans soir matin nuit heures lors dès jusqu selon contre""",
    "en": """
        the a an of to in on at by for from with without into onto over under between through during
        before after and or but so nor if then than because while when where which who whom whose
        what how why that this these those there here it its he she they them their theirs we us our
        ours you your yours i my me his her him is are was were be been being am has have had having
        do does did doing done can could may might must shall should will would not no nor never
        very too much many more most less few some any each every all both other another such same
        own only just also still already about around up down out off as like need needs want wants
        look looking help make makes made get gets one two three new people don doesn isn aren won
        ve re ll""",
    "es": """
        el la los las un una unos unas de del al y o pero que quien cual cuando donde como por para
        con sin sobre entre hasta desde es son era fue ser estar esta este estos estas está están
        hay ha han haber no muy más menos también ya se su sus nos nuestro nuestra lo le les mi tu
        yo porque si cada todo todos todas otra otro otros hacer tiene tienen puede pueden barrio
        necesitamos buscamos""",
    "pt": """
        o a os as um uma uns umas de do da dos das no na nos nas ao aos à às e ou mas que quem qual
        quando onde como por para com sem sobre entre até desde é são era foi ser estar está estão
        há tem têm não muito mais menos também já se seu sua seus suas nosso nossa lhe isto isso
        esta este porque cada todo todos outra outro fazer pode podem precisamos bairro""",
    "it": """
        il lo la i gli le un uno una di del dello della dei degli delle al allo alla ai agli alle
        dal dalla nel nello nella nei nelle sul sulla e ed o ma che chi cui quando dove come per con
        senza su tra fra è sono era essere ha hanno avere non molto più meno anche già si suo sua
        loro nostro nostra questo questa questi perché ogni tutto tutti altra altro fare può possono
        abbiamo cerchiamo quartiere""",
    "de": """
        der die das den dem des ein eine einen einem einer eines und oder aber dass wer was wenn wo
        wie für mit ohne über unter zwischen bis seit ist sind war waren sein haben hat hatte werden
        wird wurde nicht kein keine sehr mehr weniger auch schon sich sein ihr ihre unser unsere wir
        ihr sie es ich man dies diese dieser weil jede alle andere machen kann können muss müssen im
        am zum zur auf aus bei nach von vor zu an""",
    "nl": """
        de het een en of maar dat wie wat wanneer waar hoe voor met zonder over onder tussen tot
        sinds is zijn was waren worden wordt heeft hebben had niet geen zeer meer minder ook al zich
        haar hun ons onze wij we jullie zij ze ik men dit deze die omdat elke alle andere maken kan
        kunnen moet moeten aan in op uit bij naar van""",
    "ca": """
        el els la les un una uns unes de del dels al als i o però que qui quan on com per amb sense
        sobre entre fins des és són era ser estar hi ha han no molt més menys també ja es seu seva
        nostre nostra perquè cada tot tots altra altre fer té pot poden""",
    "ro": """
        un o unui unei și sau dar că cine ce când unde cum pentru cu fără pe sub între până din de
        la în este sunt era fi fost are au nu foarte mai puțin se său sa lor noastră nostru acest
        această aceste fiecare tot toate alt face poate pot care""",
    "pl": """
        i w z na do nie się jest są był była być że kto co kiedy gdzie jak dla bez o pod między od
        ma mają mieć bardzo więcej mniej też już jego jej ich nasz nasza ten ta to te każdy wszystko
        inne może mogą przez przy po który która które""",
    "sv": """
        en ett den det de och eller men att vem vad när var hur för med utan över under mellan till
        från är var vara har hade inte mycket mer mindre också redan sig sin sitt vår våra vi ni jag
        man denna detta varje alla andra göra kan måste på av om som i""",
    "tr": """
        bir ve veya ama ki kim ne zaman nerede nasıl için ile üzerinde altında arasında kadar beri
        değil çok daha az da de bu şu o her tüm diğer var yok olan olarak gibi sonra önce biz siz
        onlar""",
}


def _languages_by_word() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for code, text in _SMALL_WORDS.items():
        for word in {fold(word) for word in text.split()}:
            found.setdefault(word, []).append(code)
    return found


_LANGUAGES = _languages_by_word()


def words_of(text: str) -> list[str]:
    """Return the words of the text, folded; an elision gives two words."""
    return list(_words(text))


# Saving asks several times about one text; an import asks about a hundred thousand.
@lru_cache(maxsize=16)
def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(fold(text)))


def small_word_shares(words: Sequence[str]) -> dict[str, float]:
    """Return for each language the share of the words that are small words of it (0 to 1)."""
    return dict(_shares(tuple(words)))


@lru_cache(maxsize=16)
def _shares(words: tuple[str, ...]) -> tuple[tuple[str, float], ...]:
    sums = dict.fromkeys(_SMALL_WORDS, 0.0)
    for word, count in Counter(words).items():
        codes = _LANGUAGES.get(word, ())
        for code in codes:
            sums[code] += count / len(codes)
    total = max(len(words), 1)
    return tuple((code, found / total) for code, found in sums.items())


def is_mostly_latin(text: str) -> bool:
    """Whether most letters are of the Latin alphabet, accents included."""
    sample = text[:_SAMPLE_CHARACTERS]
    try:
        sample.encode("windows-1252")
    except UnicodeEncodeError:
        letters = [c for c in sample if c.isalpha()]
    else:
        return True  # The whole of that encoding is Latin.
    latin = sum(c < "\u0250" or "\u1e00" <= c <= "\u1eff" for c in letters)
    return 2 * latin >= len(letters)


@lru_cache(maxsize=16)
def detect_language(text: str) -> str:
    """Return "fr", "en", "other" for another language, or "" when no sentence can be recognised."""
    sample = text[:_SAMPLE_CHARACTERS]
    if not is_mostly_latin(sample):
        return OTHER
    shares = small_word_shares(words_of(sample))
    best = max(shares, key=lambda code: shares[code])
    ours = max(_OURS, key=lambda code: shares[code])
    if shares[best] < 0.06:
        return UNKNOWN
    # A text close to ours is ours: the small words of Romance languages overlap.
    return ours if shares[ours] >= 0.8 * shares[best] else OTHER
