"""Small words: what the lexical side drops, and what tells languages apart."""

FRENCH = frozenset(
    """
    a à afin ai aie aient ait alors après as au aucun aucune auquel aura auraient aurait auront aussi autre autres aux
    auxquels avaient avait avant avec avez avoir avons ayant beaucoup bien c ça car ce ceci cela celle celles celui
    cependant ces cet cette ceux chacun chacune chaque chez ci comme comment d dans de des dès desquels donc dont du
    duquel durant elle elles en encore enfin entre es est et étaient étais était étant été être eu eux fait faire faut
    furent fut h ici il ils j je jusqu jusque l la là laquelle le lequel les lesquelles lesquels leur leurs lorsqu
    lorsque lui m ma mais me même mêmes mes moi moins mon n ne ni nos notre nous on ont or ou où par parce pas
    pendant peu peut peuvent plus plutôt pour pourquoi puis puisque qu quand que quel quelle quelles quelqu quelque
    quelques quels qui quoi s sa sans se sera seraient serait seront ses si sien soi soient soit sommes son sont sous
    suis sur t ta tandis tant te tel telle telles tels tes toi ton tous tout toute toutes très trop tu un une va vers
    voici voilà vont vos votre vous y étiez étions êtes avions aviez eut eût fût doit doivent cet lors ainsi déjà
    """.split()
)

ENGLISH = frozenset(
    """
    a about above after again against all also am an and any are aren as at be because been before being below between
    both but by can cannot could couldn did didn do does doesn doing don down during each even ever every few for from
    further get gets had hadn has hasn have haven having he her here hers him his how however i if in into is isn it
    its itself just let ll may me might more most must my no nor not now of off on once one only onto or other our
    ours out over own per re s same shall she should shouldn since so some such t than that the their theirs them then
    there these they this those through thus to too under until up upon us ve very via was wasn we were weren what when
    where whether which while who whom whose why will with within without won would wouldn yet you your yours
    """.split()
)

# Words that say what a profile is rather than what it is about: every other profile has them.
ROUTINE_FRENCH = frozenset(
    "besoin besoins cherchons cherche chercher recherchons recherche souhait souhaitons voulons nécessaire".split()
)

FUNCTION_WORDS: dict[str, frozenset[str]] = {
    "fr": FRENCH
    | frozenset(
        "l' d' qu' j' n' s' c' m' t' jusqu' lorsqu' notamment sera très depuis avons avez cela".split()
    ),
    "en": ENGLISH | frozenset("we've it's don't doesn't i'm".split()),
    "es": frozenset(
        "el los las del y que en un una por para con no se su sus como más pero es son al lo muy sin sobre entre cuando "
        "también donde desde hasta este esta estos nos nuestro nuestra hay fue ser ya porque necesitamos".split()
    ),
    "it": frozenset(
        "il lo gli dei del della delle degli di che e un una per con non si sono è come più ma al alla nel nella dal "
        "dalla sul sulla anche questo questa abbiamo quando dove ogni nostro nostra ha hanno da".split()
    ),
    "de": frozenset(
        "der die das den dem des ein eine einen einem einer und oder nicht ist sind wir sie es mit auf für von zu zum "
        "zur im bei nach aus auch wird werden haben hat als wie noch nur über unsere unser kein keine durch".split()
    ),
    "pt": frozenset(
        "o os as do da dos das e que em um uma por para com não se seu sua como mais mas é são ao à no na nos nas muito "
        "também onde entre quando nosso nossa foi ser já nós temos pelo pela".split()
    ),
    "nl": frozenset(
        "de het een en van in is dat op te met voor niet zijn er aan ook als maar om bij nog naar uit door over wij we "
        "ze onze deze dit wordt worden hebben heeft kan geen".split()
    ),
    "pl": frozenset(
        "i w na z do nie się jest to że o jak ale po co tak za od przez dla są przy czy być oraz który która które "
        "ten ta te nasz nasze".split()
    ),
    "ro": frozenset(
        "și în la cu de pe un o este sunt nu se care din pentru mai ce să au fi prin sau dar când noi lor ale".split()
    ),
    "tr": frozenset(
        "ve bir bu için ile de da çok olarak daha gibi var olan kadar ne biz ama en her sonra".split()
    ),
}
