"""Names of foods made comparable: case, accents, plurals, British and American.

Pure. Must never lose the words of a name: two different foods must not get
the same key.
"""

import re

# British (and other) words for what the table calls otherwise.
SYNONYMS = {
    "aubergine": "eggplant", "courgette": "zucchini", "rocket": "arugula", "beetroot": "beet",
    "swede": "rutabaga", "prawn": "shrimp", "porridge": "oatmeal", "maize": "corn",
    "sweetcorn": "corn", "groundnut": "peanut", "yoghurt": "yogurt", "wholemeal": "whole-wheat",
    "wholewheat": "whole-wheat", "soya": "soy", "linseed": "flaxseed", "garbanzo": "chickpea",
    "crisp": "chip", "sultana": "raisin", "pepita": "pumpkin", "gammon": "ham", "mince": "ground",
    "minced": "ground", "cornflour": "cornstarch", "treacle": "molasses", "litre": "liter",
    "fibre": "fiber", "grey": "gray", "tinned": "canned", "jacket": "baked",
    "coriander": "cilantro", "haricot": "navy", "skimmed": "skim", "omelette": "omelet",
    "lasagne": "lasagna", "chilli": "chili",
}  # fmt: skip
_IRREGULAR = {"leaves": "leaf", "loaves": "loaf", "halves": "half", "knives": "knife",
              "geese": "goose", "cookies": "cookie", "pies": "pie"}  # fmt: skip
_KEEP = {"hummus", "couscous", "asparagus", "molasses", "swiss", "brussels", "lass", "citrus",
         "octopus", "watercress", "bass", "grits", "gas", "plus", "less", "grass"}  # fmt: skip


def plain_letters(text: str) -> str:
    """Lower case without accents: `Crème` gives `creme`."""
    if text.isascii():
        return text.lower()
    from unicodedata import combining, normalize  # seldom needed

    return "".join(c for c in normalize("NFKD", text) if not combining(c)).lower()


def singular(word: str) -> str:
    """An English noun in the singular, near enough to compare by."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word in _KEEP or len(word) <= 3 or not word.endswith("s") or word.endswith("ss"):
        return word
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    if word.endswith(("oes", "shes", "ches", "xes")):
        return word[:-2]
    return word[:-1]


def words(text: str) -> list[str]:
    """The words of a name, comparable: plain letters, singular."""
    return [
        singular(word) for word in re.findall(r"[a-z0-9%½]+", plain_letters(text).replace("'", ""))
    ]


def key(text: str) -> str:
    """A name as it is looked up by: `Brazil Nuts` and `brazil nut` are the same."""
    return " ".join(words(text))


def translated(found: list[str]) -> list[str]:
    """The words with British ones replaced by the table's."""
    return [singular(SYNONYMS.get(word, word)).replace("-", " ") for word in found]
