"""Words that are written in capitals to be seen, told from those that are always so: short forms, codes, numbers."""

import re

# Words of one letter, "&", Roman numerals and known short forms go along in a run and count for nothing.
ROMAN = re.compile(r"M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})")
SHORT_FORMS = """
    USMCA CUSMA TMEC ACEUM NAFTA TLCAN ALENA NAALC ACLAN ANACT NAO CEC CCA UNESCO UNICEF OIT ILO OMS WHO OPS PAHO
    ONU OSHA NIOSH MSHA ILAB CDC DOL HHS BLS EPA NASA FEMA CFR OSHRC NACOSH ACCSH FACOSH NORA CFOI SOII VPP SHARP
    GHS SGA STPS IMSS ISSSTE INFONAVIT FONACOT PROCADIST PASST COFEPRIS SEMARNAT CENAPRED CENEPRED CONAGUA CONOCER
    SENER SEGOB SADER INEGI DOF NOM NMX LFT RFSST CONCAMIN CONCANACO COPARMEX CANACINTRA CANACO CROC CROM CTM UNAM
    PEMEX CFE CCOHS CCHST CNESST CSST IRSST WSIB CSPAAT ESDC EDSC RHDCC HRSDC WHMIS SIMDUT CSA AWCBC ACATC NWISP
    PNSAT ASSTSAS ANSI ASTM NFPA ACGIH ASSP ASSE AIHA NSC BCSP ISO IEC CEN AFL CIO UAW USW UNITE IBEW NPDES HAZWOPER
    COVID
"""
# Words that no short form is, however short they are.
ORDINARY = """
    NOT MUST THE AND NEVER ALWAYS ONLY YOUR YOU WITH THIS DEL LOS LAS QUE CON SIN PARA TODO TODOS LES DES NE PAS
    POUR SUR AUX VOUS NOUS NO
"""
KNOWN, ORDINARY = (frozenset(words.split()) for words in (SHORT_FORMS, ORDINARY))
SHORT_FORM = 5  # letters: a longer word in capitals is a short form only if it is known
LONG_WORD = 12  # letters: a longer one is read badly even where it stands alone
VOWELS = re.compile(r"[AEIOUYÁÉÍÓÚÜÀÂÆÈÊËÎÏÔŒÙÛŸ]")
ACCENTS = re.compile(r"[ÁÉÍÓÚÜÑÀÂÆÇÈÊËÎÏÔŒÙÛŸ]")
INTRODUCED = re.compile(r"\(([^\W\d_]+(?:-[^\W\d_]+)*)\)")  # after the words that it is short for
WORD = re.compile(r"[^\W_]+(?:[-’'./][^\W_]+)*|[^\w\s]+")
TWO_CAPITALS = re.compile(r"[^\W\d_a-zß-öø-ÿ]{2}")
JOINT = re.compile(r"[-’']")
NEUTRAL = {"&", "’", "'"}


def in_capitals(word):
    """Whether it is all capitals: letters, joined by hyphens or apostrophes at most."""
    return word.isupper() and JOINT.sub("", word).isalpha()


def is_short_form(word, known):
    """Whether it is known as such, as one or in each of its parts; or a number, a single letter, without a vowel."""
    return JOINT.sub("", word) in known or all(
        len(part) == 1 or part in known or ROMAN.fullmatch(part) or not VOWELS.search(part)
        for part in JOINT.split(word)
    )


def is_plain_word(word):
    """Whether it can be nothing but a word."""
    longest = max(JOINT.split(word), key=len)
    return word in ORDINARY or len(longest) > SHORT_FORM or (len(longest) > 3 and bool(ACCENTS.search(longest)))


def shouts(words):
    """Whether a run of words in capitals, short forms left out, is there to be seen."""
    if any(len(part) > LONG_WORD for word in words for part in JOINT.split(word)):
        return True
    return len(words) > 1 and (len(words) > 3 or any(map(is_plain_word, words)))


def runs(text):
    """Every run of words in capitals, each word as what the pattern found."""
    run = []
    for found in WORD.finditer(text):
        if in_capitals(found[0]):
            run.append(found)
        elif found[0] not in NEUTRAL:
            yield run
            run = []
    yield run


def passages_in_capitals(text, known=KNOWN):
    """The passages of one block that shout. `known` are the short forms that are always so."""
    if not TWO_CAPITALS.search(text):
        return []
    return [
        text[run[0].start() : run[-1].end()]
        for run in runs(text)
        if shouts([found[0] for found in run if not is_short_form(found[0], known)])
    ]


def short_forms_in(text):
    """The short forms that a text puts in parentheses after what they stand for."""
    return {JOINT.sub("", one) for one in INTRODUCED.findall(text) if in_capitals(one)}
