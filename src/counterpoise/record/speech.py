"""The words by which English, French and German say who speaks: verbs of saying, titles, pronouns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


def word_set(words: str) -> frozenset[str]:
    """Give the words of a text as a set."""
    return frozenset(words.split())


@dataclass(frozen=True)
class Words:
    """One language's words.

    Attributes
    ----------
    verbs
        Verbs of saying, in the finite forms that a report uses.
    participles
        The same without a subject of their own (saying, calling): the subject is the sentence's.
    auxiliaries, adverbs
        What may stand between a subject and its verb.
    passive
        Forms behind which a verb's subject isn't the one who speaks (was described as).
    according
        What names a source before the statement (according to).
    titles
        Words of a title, in lower case; ``heads`` are those that make one by themselves.
    bodies
        Words of an institution.
    joining
        Small words inside a title (of, for).
    skipped
        Words before a title that say nothing of the office (the, senior, then).
    honorifics
        Mr and Ms: no office.
    he, she
        Pronouns in the singular.
    both
        What means both parties.
    addressing
        Verbs whose object is who is spoken to.
    closed
        Words that end a noun phrase though they may be capitalised, as at the beginning of a sentence.
    linking
        Words that may stand between a verb of saying and a quotation.
    papers
        What a body puts out: a statement of a ministry is the ministry's.
    """

    verbs: frozenset[str]
    participles: frozenset[str]
    auxiliaries: frozenset[str]
    adverbs: frozenset[str]
    passive: frozenset[str]
    according: tuple[str, ...]
    titles: frozenset[str]
    heads: frozenset[str]
    bodies: frozenset[str]
    joining: frozenset[str]
    skipped: frozenset[str]
    honorifics: frozenset[str]
    he: frozenset[str]
    she: frozenset[str]
    both: tuple[str, ...]
    addressing: frozenset[str]
    closed: frozenset[str]
    linking: frozenset[str]
    papers: frozenset[str]
    particles: frozenset[str] = field(
        default=word_set("de da di du van von der den ter al el bin ibn ben le la dos das della y zu"), kw_only=True
    )


ENGLISH = Words(
    verbs=word_set(
        "said says told tells added adds explained explains stressed stresses noted notes stated states argued argues "
        "warned warns called calls described describes expressed expresses acknowledged acknowledges insisted insists "
        "emphasised emphasized emphasizes emphasises reiterated reiterates announced announces declared declares remarked "
        "replied replies responded responds asked asks claimed claims asserted asserts urged urges pledged pledges vowed "
        "vows promised promises wrote writes tweeted posted suggested suggests admitted confirmed denied hailed praised "
        "criticised criticized condemned observed recalled continued concluded predicted cautioned indicated underscored "
        "underlined highlighted maintained affirmed reaffirmed proposed demanded commented voiced welcomed accused "
        "dismissed rejected labelled labeled dubbed characterised characterized referred quipped joked complained "
        "spoke outlined conveyed signalled signaled appealed lauded denounced blasted slammed quoted opined"
    ),
    participles=word_set(
        "saying telling adding explaining stressing noting stating arguing warning calling describing expressing "
        "acknowledging insisting emphasising emphasizing reiterating announcing declaring remarking replying responding "
        "asking claiming asserting urging pledging vowing promising writing suggesting admitting confirming denying "
        "hailing praising criticising criticizing condemning observing recalling continuing concluding predicting "
        "cautioning underscoring underlining highlighting affirming reaffirming proposing demanding voicing welcoming "
        "accusing dismissing rejecting labelling labeling referring"
    ),
    auxiliaries=word_set("has had have did does also was were is"),
    adverbs=word_set(
        "also later earlier then again however further reportedly recently publicly repeatedly once still only simply "
        "just both all even firmly clearly previously subsequently separately meanwhile never not therefore himself "
        "herself themselves"
    ),
    passive=word_set("is was were are been being be what"),
    according=("according to", "in the words of"),
    titles=word_set(
        "president vice prime minister ministers foreign defence defense trade finance commerce unification economy "
        "economic industry interior home justice chancellor secretary general state deputy first chief ambassador envoy "
        "special representative premier leader leaders chairman chairwoman chair spokesman spokeswoman spokesperson king "
        "queen emir sultan crown prince princess sheikh supreme commander director commissioner high adviser advisor "
        "national security senator governor mayor counsellor councillor councilor undersecretary speaker admiral marshal "
        "party communist politburo affairs external international energy agriculture technology science environment health "
        "treasury negotiator diplomat policy politics office press cabinet parliament permanent assistant parliamentary "
        "acting interim nuclear climate union"
    ),
    heads=word_set(
        "president minister ministers chancellor secretary chief ambassador envoy representative premier leader leaders "
        "chairman chairwoman chair spokesman spokeswoman spokesperson king queen emir sultan prince princess sheikh "
        "commander director commissioner adviser advisor senator governor mayor counsellor councillor councilor "
        "undersecretary speaker general admiral marshal negotiator diplomat"
    ),
    bodies=word_set(
        "ministry ministries government governments department embassy agency army military navy parliament cabinet council "
        "commission committee party bank administration authority bureau office court assembly senate congress delegation"
    ),
    joining=word_set("of for the and"),
    skipped=word_set(
        "the a an senior former then-president outgoing incoming veteran new top newly-elected his her its their our both "
        "new-elected one another"
    ),
    honorifics=word_set("mr mrs ms miss dr sir lord dame madam mr. mrs. ms. dr. gen. adm. sen. gov. rep. mx"),
    he=word_set("he"),
    she=word_set("she"),
    both=(
        "both sides",
        "the two sides",
        "two sides",
        "both countries",
        "the two countries",
        "both governments",
        "both ministers",
        "the two ministers",
        "the two leaders",
        "both leaders",
        "the two governments",
        "both parties",
        "the two parties",
    ),
    addressing=word_set("told tells telling asked asks urged urges assured reminded warned informed"),
    closed=word_set(
        "in on at but and however according while when as after before since although though if for from with under about "
        "this that these those there here it its what which who whom whose where why how meanwhile earlier later yesterday "
        "today tomorrow monday tuesday wednesday thursday friday saturday sunday january february march april may june july "
        "august september october november december asked speaking during despite amid instead also then by to into both we "
        "i they you he she his her their our my your or nor so yet not no yes only until because unlike given following "
        "separately similarly moreover furthermore nevertheless still even just last next such"
    ),
    linking=word_set(
        "that it them him her this as a an the to of his its their our for about hope concern confidence willingness support "
        "view views desire regret appreciation is are was were would be and in with on by what he she"
    ),
    papers=word_set(
        "statement communique communiqué readout release document report letter summary transcript account"
    ),
)

FRENCH = Words(
    verbs=word_set(
        "dit déclaré affirmé ajouté expliqué souligné précisé indiqué estimé assuré rappelé insisté répondu annoncé "
        "martelé confié écrit prévenu averti reconnu lancé noté poursuivi conclu réagi qualifié dénoncé salué appelé "
        "déclare affirme ajoute explique souligne précise indique estime assure rappelle insiste répond annonce prévient "
        "reconnaît lance note poursuit conclut dénonce salue appelle répété promis espéré commenté regretté évoqué"
    ),
    participles=word_set(
        "disant ajoutant déclarant affirmant soulignant précisant estimant rappelant appelant qualifiant"
    ),
    auxiliaries=word_set("a ont avait avaient est"),
    adverbs=word_set(
        "également ensuite encore aussi toutefois notamment ainsi jeudi lundi mardi mercredi vendredi déjà"
    ),
    passive=word_set("été"),
    according=("selon", "d'après", "d’après", "pour"),
    titles=word_set(
        "président présidente vice premier première ministre ministres chancelier chancelière secrétaire général générale "
        "ambassadeur ambassadrice porte-parole chef cheffe roi reine émir prince commissaire directeur directrice conseiller "
        "conseillère délégué déléguée représentant représentante haut affaires étrangères défense commerce économie finances "
        "intérieur justice état extérieur gouvernement diplomatie république député députée sénateur sénatrice adjoint"
    ),
    heads=word_set(
        "président présidente ministre ministres chancelier chancelière secrétaire ambassadeur ambassadrice porte-parole chef "
        "cheffe roi reine émir prince commissaire directeur directrice conseiller conseillère représentant représentante "
        "député députée sénateur sénatrice"
    ),
    bodies=word_set("ministère gouvernement ambassade agence armée parlement conseil commission comité parti banque"),
    joining=word_set("de des du d la le les l et à aux"),
    skipped=word_set("le la les l un une ancien ancienne nouveau nouvelle son sa leur des"),
    honorifics=word_set("m. m mme mlle dr monsieur madame"),
    he=word_set("il"),
    she=word_set("elle"),
    both=("les deux pays", "les deux parties", "les deux ministres", "les deux camps", "les deux gouvernements"),
    addressing=word_set(""),
    closed=word_set(
        "dans mais et cependant selon quand comme après avant depuis si pour avec sous sur ce cette ces il elle on nous vous "
        "ils elles qui que dont où lors pendant malgré interrogé interrogée lundi mardi mercredi jeudi vendredi samedi "
        "dimanche janvier février mars avril mai juin juillet août septembre octobre novembre décembre par en au aux à "
        "ainsi ensuite enfin toutefois hier"
    ),
    linking=word_set("que qu de d sa son le la les l un une à en comme l'"),
    papers=word_set("communiqué déclaration rapport lettre document compte-rendu"),
)

_GERMAN_TITLES = word_set(
    "präsident präsidentin staatspräsident ministerpräsident ministerpräsidentin premierminister premierministerin minister "
    "ministerin außenminister außenministerin verteidigungsminister verteidigungsministerin handelsminister "
    "handelsministerin wirtschaftsminister wirtschaftsministerin finanzminister finanzministerin innenminister "
    "innenministerin bundeskanzler bundeskanzlerin kanzler kanzlerin staatssekretär staatssekretärin botschafter "
    "botschafterin sprecher sprecherin regierungssprecher regierungssprecherin bundespräsident generalsekretär "
    "generalsekretärin staatschef regierungschef regierungschefin kommissar kommissarin chefdiplomat sondergesandter "
    "könig königin emir prinz vizepräsident vizepräsidentin bundesaußenminister bundesaußenministerin"
)

GERMAN = Words(
    verbs=word_set(
        "sagte sagt erklärte erklärt betonte betont fügte ergänzte teilte warnte warnt forderte fordert nannte nennt meinte "
        "kündigte antwortete schrieb schreibt unterstrich bekräftigte versicherte äußerte bezeichnete kritisierte lobte "
        "begrüßte wies verlangte versprach stellte hob räumte gesagt erklärt mahnte berichtete rief sprach"
    ),
    participles=word_set(""),
    auxiliaries=word_set("hat hatte habe hätte"),
    adverbs=word_set(
        "auch zudem weiter dann später zuvor am montag dienstag mittwoch donnerstag freitag samstag sonntag hinzu erneut"
    ),
    passive=word_set("wurde worden wird"),
    according=("laut", "nach angaben von", "nach den worten von", "so"),
    titles=_GERMAN_TITLES,
    heads=_GERMAN_TITLES,
    bodies=word_set(
        "außenministerium verteidigungsministerium ministerium regierung bundesregierung botschaft armee parlament kommission "
        "handelsministerium wirtschaftsministerium auswärtiges amt partei behörde"
    ),
    joining=word_set("von der des für"),
    skipped=word_set(
        "der die das den dem ein eine einer einem sein seine ihr ihre frühere früherer ehemalige neue neuer"
    ),
    honorifics=word_set("herr frau dr dr."),
    he=word_set("er"),
    she=word_set("sie"),
    both=("beide seiten", "die beiden seiten", "beide länder", "die beiden länder", "beide minister"),
    addressing=word_set(""),
    closed=word_set(
        "in auf an aber und jedoch laut als nach vor seit wenn für mit unter über dies diese dieser es er sie wir ihr was wer "
        "wo wie warum während trotz am im zum zur bei beim von vom durch um dass weil auch dann später zuvor zugleich montag "
        "dienstag mittwoch donnerstag freitag samstag sonntag januar februar märz april mai juni juli august september "
        "oktober november dezember man ich"
    ),
    linking=word_set("dass es dies als den die das der ein eine einen von hinzu mit sich sei zu"),
    papers=word_set("erklärung mitteilung stellungnahme bericht schreiben"),
)

WORDS: Mapping[str, Words] = MappingProxyType({"en": ENGLISH, "fr": FRENCH, "de": GERMAN})
"""By ISO 639-1."""
