"""What mglog knows about magnesium: the table, its search, amounts, salts, targets."""

import csv
import importlib.util
import re
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tools import build_food_table

from mglog.errors import MglogError
from mglog.nutrition import amounts, food_names, food_table, reference_intakes
from mglog.nutrition.food_search import search
from mglog.nutrition.reference_intakes import Person
from mglog.reading.quantities import Amount, amount
from tests.support import Run

ROOT = Path(__file__).parents[1]
DATA = ROOT / "data" / "nutrition"
LISTS = Path(__file__).parent / "data"


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# The table.


def test_the_table_is_made_of_these_files() -> None:
    """A stale table: install the package again (the build makes it)."""
    (made_of,) = (
        food_table.connection().execute("SELECT value FROM meta WHERE key = 'digest'").fetchone()
    )
    assert made_of == build_food_table.digest(DATA)


def test_the_table_holds_every_row() -> None:
    for name, of in (("foods", "foods.csv"), ("salts", "salts.csv"),
                     ("intake_references", "intake_references.csv")):  # fmt: skip
        (count,) = food_table.connection().execute(f"SELECT count(*) FROM {name}").fetchone()
        assert count == len(rows(of)), name
    for row in rows("waters.csv"):
        for name in (row["water"], *filter(None, row["aliases"].split(";"))):
            found = food_table.water(name)
            assert found is not None
            assert found.mg_per_litre == float(row["magnesium_mg_per_litre"])


def test_the_table_is_read_only() -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        food_table.connection().execute("DELETE FROM foods")


def test_building_is_repeatable(tmp_path: Path) -> None:
    target = tmp_path / "food_table.db"
    build_food_table.build(DATA, target, food_names.key)
    with sqlite3.connect(target) as fresh:
        for name in ("foods", "aliases", "measures", "salts", "salt_names", "waters"):
            query = f"SELECT * FROM {name}"
            expected = sorted(map(str, food_table.connection().execute(query)))
            assert expected == sorted(map(str, fresh.execute(query)))
    assert list(tmp_path.iterdir()) == [target]


def test_the_build_hook_is_importable() -> None:
    assert importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")


def test_every_alias_is_a_food_with_the_figure_it_was_reviewed_with() -> None:
    foods = {row["food_id"]: row for row in rows("foods.csv")}
    aliases = rows("aliases.csv")
    assert len(aliases) >= 400
    for row in aliases:
        food = foods[row["food_id"]]
        assert row["description"] == food["description"], row["alias"]
        assert float(row["magnesium_mg_per_100g"]) == float(food["magnesium_mg_per_100g"])
        found = food_table.alias(row["alias"])
        assert found is not None
        assert found.alias


def test_aliases_that_share_a_key_mean_the_same_food() -> None:
    by_key: dict[str, set[str]] = {}
    for row in rows("aliases.csv"):
        by_key.setdefault(food_names.key(row["alias"]), set()).add(row["food_id"])
    assert {key: found for key, found in by_key.items() if len(found) > 1} == {}


def test_pieces_agree_with_the_usdas_own_measures_where_it_has_them() -> None:
    known: dict[str, list[dict[str, str]]] = {}
    for row in rows("portions.csv"):
        known.setdefault(row["food_id"], []).append(row)
    foods = {row["alias"]: row["food_id"] for row in rows("aliases.csv")}
    compared = 0
    for piece in rows("pieces.csv"):
        for row in known.get(foods[piece["alias"]], []):
            if (
                re.match(rf"(?:\w+,\s+)?{piece['measure']}s?\b", row["measure"])
                and "cup" not in row["measure"]
            ):
                assert float(row["grams"]) / float(row["amount"]) == float(piece["grams"]), piece
                compared += 1
    assert compared >= 15


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM foods JOIN aliases USING (food_id) WHERE key = 'almond'",
        "SELECT * FROM measures WHERE food_id = '170567'",
        "SELECT * FROM foods WHERE food_id = '170567'",
        "SELECT * FROM salts JOIN salt_names ON salt = key WHERE name_key = 'x'",
    ],
)
def test_a_look_up_goes_by_an_index(query: str) -> None:
    """So it costs well under 5 ms (measured: 0.02 ms; 0.6 ms with the opening)."""
    plan = food_table.connection().execute(f"EXPLAIN QUERY PLAN {query}").fetchall()
    assert all("SEARCH" in row[3] for row in plan)


# Salts.

# CIAAW standard atomic weights, abridged (2021).
WEIGHTS = {"Mg": 24.305, "O": 15.999, "H": 1.008, "C": 12.011, "N": 14.007, "S": 32.06,
           "Cl": 35.45, "P": 30.974}  # fmt: skip


def weigh_formula(formula: str) -> dict[str, float]:
    """Atoms of a formula with parentheses and a hydrate: `Mg3(C6H5O7)2·9H2O`."""
    total: dict[str, float] = {}
    for part in formula.split("·"):
        many = re.match(r"\d+", part)
        factor = int(many[0]) if many else 1
        body = part[many.end() :] if many else part
        for group, times in [*re.findall(r"\(([^()]+)\)(\d*)", body),
                             (re.sub(r"\([^()]+\)\d*", "", body), "1")]:  # fmt: skip
            for symbol, count in re.findall(r"([A-Z][a-z]?)(\d*)", group):
                total[symbol] = total.get(symbol, 0) + factor * int(times or 1) * int(count or 1)
    return total


@pytest.mark.parametrize("row", rows("salts.csv"), ids=lambda row: row["key"])
def test_each_salts_percentage_from_its_formula(row: dict[str, str]) -> None:
    atoms = weigh_formula(row["formula"])
    mass = sum(WEIGHTS[symbol] * count for symbol, count in atoms.items())
    assert atoms["Mg"] == int(row["mg_atoms"])
    assert mass == pytest.approx(float(row["molar_mass_g_mol"]), abs=0.02)
    percent = 100 * atoms["Mg"] * WEIGHTS["Mg"] / mass
    assert percent == pytest.approx(float(row["elemental_mg_percent"]), abs=0.01)


def test_salts_by_any_of_their_names() -> None:
    wanted = {
        "magnesium oxide": "oxide",
        "Magnesium Citrate": "citrate",
        "magnesium glycinate": "glycinate",
        "epsom salts": "sulfate_heptahydrate",
        "milk of magnesia": "hydroxide",
        "magnesium taurate": "taurate",
        "magnesium chloride": "chloride_hexahydrate",
        "magnesium bisglycinate": "glycinate",
        "Magnesium L-Threonate": "threonate",
        "magnesium sulphate": "sulfate",
        "mag citrate": "citrate",
    }
    for name, key in wanted.items():
        found = food_table.salt(name)
        assert found is not None, name
        assert found.key == key


def test_every_declared_name_is_its_own_rows() -> None:
    for row in rows("salts.csv"):
        for name in filter(None, row["aliases"].split(";")):
            found = food_table.salt(name)
            assert found is not None, name
            assert found.key == row["key"], name


def test_salt_options_belong_to_salts(mglog: Run) -> None:
    mglog("product", "add", "slow", "--mg", "70")
    for words in ("slow 2 --compound", "almonds 30g --food 170567 --elemental",
                  "magnesium oxide 400mg --compound --mg 50"):  # fmt: skip
        assert mglog("add-intake", *words.split()).code == 2, words
    assert mglog("product", "add", "magnesium oxide", "--mg", "5").code == 2


def test_a_salts_weight_says_which_weight(mglog: Run, diary: Path) -> None:
    refused = mglog("add-intake", "magnesium oxide", "400mg")
    assert refused.code == 1
    assert "--elemental" in refused.err
    assert "--compound" in refused.err
    assert not diary.exists()

    compound = mglog("add-intake", "magnesium", "oxide", "400mg", "--compound")
    assert "400 mg magnesium oxide × 60.3 % = 241 mg magnesium" in compound.out
    assert "About 4 %" in compound.err  # absorption is told …
    entry = mglog("add-intake", "magnesium oxide", "400mg", "--compound", "--json").json
    assert entry["mg"] == pytest.approx(241.2)  # … and never multiplied in
    assert (entry["salt"], entry["compound_mg"], entry["source_kind"]) == (
        "oxide",
        400.0,
        "supplement",
    )
    elemental = mglog("add-intake", "magnesium oxide", "400mg", "--elemental", "--json").json
    assert (elemental["mg"], elemental["compound_mg"]) == (400.0, None)
    assert mglog("add-intake", "magnesium oxide").code == 1
    assert mglog("add-intake", "almonds", "30g", "--compound").code == 2


# Search.


def score(name: str) -> tuple[float, float, list[str]]:
    with (LISTS / name).open(encoding="utf-8", newline="") as file:
        wanted = list(csv.DictReader(file))
    first = within = 0
    missed = []
    for row in wanted:
        hits = [bool(re.search(row["expected"], food.description)) for food in search(row["query"])]
        first += bool(hits and hits[0])
        within += any(hits)
        if not (hits and hits[0]):
            missed.append(row["query"])
    return first / len(wanted), within / len(wanted), missed


def test_everyday_queries_find_the_plain_food() -> None:
    first, within, missed = score("queries.csv")
    assert first >= 0.90, missed
    assert within >= 0.98, missed


def test_the_list_written_before_looking() -> None:
    """50 queries whose expectations were never touched; as first measured 88 % and 98 %."""
    first, within, missed = score("queries_unseen.csv")
    assert first >= 0.88, missed
    assert within >= 0.98, missed


@pytest.mark.parametrize(
    ("query", "mg"),
    [("pumpkin seeds", 592), ("almonds", 270), ("boiled spinach", 87), ("brown rice", 39),
     ("avocado", 29), ("olive oil", 0)],
)  # fmt: skip
def test_figures_of_plain_foods(query: str, mg: float) -> None:
    assert search(query)[0].mg_per_100g == mg


@pytest.mark.parametrize(
    "query",
    ['"', '"*', "NEAR(", "a AND", "NOT", "almonds OR", "a*", "col:x", "^x", "🥜", "x" * 10_000,
     "a " * 5_000, "", " ", "'; DROP TABLE foods; --", "\x00", "-almonds", "(", "½", "{}", "%"],
)  # fmt: skip
def test_hostile_queries_never_break(mglog: Run, query: str) -> None:
    search(query)
    ran = mglog("food", "search", "--", query)
    assert ran.code in (0, 1, 2)
    assert "defect" not in ran.err


@given(st.text(max_size=40))
@settings(max_examples=150, deadline=None)
def test_any_query_gives_foods_or_none(text: str) -> None:
    found = search(text)
    assert len({food.food_id for food in found}) == len(found) <= 5


@pytest.mark.parametrize(
    ("one", "other"),
    [("aubergine", "eggplant"), ("courgettes", "zucchini"), ("maize", "corn"),
     ("garbanzo beans", "chickpeas"), ("Brazil Nut", "brazil nuts"), ("yoghurt", "yogurt"),
     ("prawns", "shrimp"), ("porridge", "oatmeal"), ("jalapeño", "jalapeno")],
)  # fmt: skip
def test_names_that_mean_the_same(one: str, other: str) -> None:
    first, second = food_table.alias(one), food_table.alias(other)
    assert first is not None
    assert second is not None
    assert first.food_id == second.food_id


def test_search_on_the_command_line(mglog: Run) -> None:
    assert (
        mglog("food", "search", "pumpkin", "seeds")
        .out.splitlines()[0]
        .endswith("what the name means")
    )
    found = mglog("food", "search", "almonds", "--json").json
    assert found["schema"] == "mglog.foods/1"
    assert found["foods"][0]["food_id"] == "170567"
    assert found["foods"][0]["portions"][0].keys() == {"measure", "grams"}
    assert mglog("food", "search", "qqqqxyz").code == 1
    assert "592 mg magnesium in 100 g" in mglog("food", "show", "170556").out
    assert mglog("food", "show", "nothing").code == 1


# Amounts.


def grams(food: str, text: str | None) -> float:
    found = food_table.alias(food)
    assert found is not None
    read = None if text is None else amount(text)
    return amounts.weigh(found, read, food_table.measures(found.food_id)).grams


@pytest.mark.parametrize(
    ("food", "text", "expected"),
    [
        ("almonds", "30g", 30),
        ("almonds", "1 oz", 28.35),
        ("almonds", "0.1kg", 100),
        ("almonds", "1 lb", 453.6),
        ("almonds", "1 cup", 143),
        ("almonds", "½ cup", 71.5),
        ("brown rice", "1 cup", 202),
        ("banana", None, 118),
        ("banana", "2", 236),
        ("egg", "2", 100),
        ("white bread", "2 slices", 58),
        ("whole wheat bread", "1 slice", 32),
        ("kiwi", "1", 69),
        ("honey", "1 1/2 tbsp", 31.5),
        ("milk", "250ml", 257.8),
        ("asparagus", "5 spears", 75),
        ("garlic", "2 cloves", 6),
        ("walnuts", "5 halves", 10),
        ("celery", "2 stalks", 80),
    ],
)
def test_amounts_in_grams(food: str, text: str | None, expected: float) -> None:
    assert grams(food, text) == pytest.approx(expected, rel=0.01)


@pytest.mark.parametrize(
    ("food", "text"),
    [
        ("kale", None),
        ("kale", "2"),
        ("salmon", "250ml"),
        ("almonds", "2 slices"),
        ("almonds", None),
        ("dark chocolate", "20"),
    ],
)
def test_what_the_table_cannot_weigh_is_refused_with_what_it_can(
    food: str, text: str | None
) -> None:
    with pytest.raises(MglogError, match=r"its measures are|for ") as caught:
        grams(food, text)
    assert "grams" in caught.value.hint


@given(
    st.sampled_from(["g", "oz", "ml", "cup", "tbsp", None, "slice", "medium"]),
    st.floats(0.01, 1000),
    st.sampled_from([row["food_id"] for row in rows("foods.csv")[::37]]),
)
@settings(max_examples=200, deadline=None)
def test_amounts_are_proportional_or_refused(unit: str | None, value: float, food_id: str) -> None:
    food = food_table.food(food_id)
    assert food is not None
    measures = food_table.measures(food_id)
    try:
        one = amounts.weigh(food, Amount(value, unit), measures).grams
    except MglogError:
        return
    assert one > 0
    if unit is None and not 5 <= 2 * one <= 1500:  # a bare number of pieces is bounded
        with pytest.raises(MglogError, match="unlikely"):
            amounts.weigh(food, Amount(2 * value, unit), measures)
        return
    assert amounts.weigh(food, Amount(2 * value, unit), measures).grams == pytest.approx(2 * one)


def test_foods_on_the_command_line(mglog: Run) -> None:
    ran = mglog("add-intake", "pumpkin", "seeds", "30g")
    assert ran.out == (
        "178 mg magnesium · pumpkin seeds, 30 g · food · today 14:05 · i1 · 178 mg today · "
        "Seeds, pumpkin and squash seed kernels, dried, 30 g at 592 mg/100 g\n"
    )
    entry = mglog("add-intake", "eggs", "2", "--json").json
    assert (entry["what"], entry["grams"], entry["mg"], entry["source_kind"]) == (
        "eggs",
        100.0,
        10.0,
        "food",
    )
    by_id = mglog("add-intake", "--food", "170567", "30g", "--json").json
    assert (by_id["mg"], by_id["food_id"]) == (81.0, "170567")
    assert "The name goes first: eggs 2" in mglog("add-intake", "2", "eggs").err


def test_a_name_that_is_not_exact_is_never_logged(mglog: Run, diary: Path) -> None:
    ran = mglog("add-intake", "almnods", "30g")
    assert ran.code == 1
    assert "170567  Nuts, almonds" in ran.err
    assert not diary.exists()
    assert mglog("add-intake", "30g", "--food", "nonsense").code == 1
    assert mglog("add-intake", "almonds", "30g", "--food", "170567", "--mg", "5").code == 2


def test_waters(mglog: Run) -> None:
    entry = mglog("add-intake", "gerolsteiner", "500ml", "--json").json
    assert (entry["mg"], entry["source_kind"]) == (54.0, "drink")
    other = mglog("add-intake", "my well", "0.5l", "--mg-per-litre", "120", "--json").json
    assert (other["mg"], other["what"]) == (60.0, "my well")
    assert "Give a volume" in mglog("add-intake", "gerolsteiner").err


# Products.


def test_a_product_and_what_was_logged_with_it(mglog: Run) -> None:
    added = mglog(
        "product", "add", "Slow-Mag", "--mg", "71.5", "--unit", "tablet", "--salt", "chloride"
    )
    assert "71.5 mg of elemental magnesium a tablet" in added.out
    first = mglog("add-intake", "slow mag", "2", "--json").json
    assert (first["mg"], first["source_kind"], first["unit"]) == (143.0, "supplement", "tablet")

    assert mglog("product", "edit", "slow-mag", "--mg", "64").code == 0

    assert mglog("add-intake", "Slow-Mag", "--json").json["mg"] == 64
    assert mglog("today", "--json").json["mg"] == 143 + 64  # the first one stays
    assert mglog("add-intake", "slow-mag", "2 capsules").code == 1
    assert mglog("product", "add", "slow mag", "--mg", "1").code == 1
    assert mglog("product", "rm", "slow-mag").code == 0
    assert mglog("product", "list").out == ""
    assert mglog("product", "add", "slow-mag", "--mg", "5").code == 0


def test_a_misspelled_product_is_offered_and_never_logged(mglog: Run) -> None:
    mglog("product", "add", "Slow-Mag", "--mg", "71.5", "--unit", "tablet")
    ran = mglog("add-intake", "slwo-mag", "2")
    assert (ran.code, ran.out) == (1, "")
    assert "product  Slow-Mag  71.5 mg a tablet" in ran.err.splitlines()[1]
    assert mglog("list").out == ""


@pytest.mark.parametrize("name", ["400", "400mg", "2 capsules", "nan", "tablets 2", ""])
def test_a_product_is_not_named_like_an_amount(mglog: Run, name: str) -> None:
    assert mglog("product", "add", name, "--mg", "5").code == 2


def test_products_and_profile_travel(mglog: Run, home: Path) -> None:
    mglog("product", "add", "Slow-Mag", "--mg", "71.5", "--unit", "tablet")
    mglog("profile", "--sex", "female", "--born", "1981")
    mglog("add-intake", "slow-mag", "2")
    out = home / "all.ndjson"
    mglog("export", str(out))
    other = str(home / "b.db")

    assert "4 new" in mglog("--db", other, "import", str(out)).out
    assert "0 new, 0 newer; 4 left" in mglog("--db", other, "import", str(out)).out
    assert mglog("--db", other, "export", "-").out == out.read_text(encoding="utf-8")
    assert "320 mg" in mglog("--db", other, "profile").out


# Targets.


@pytest.mark.parametrize(
    ("who", "year", "mg"),
    [
        (Person("male", 1986), 2026, 420),
        (Person("female", 2001), 2026, 310),
        (Person("female", 2001, pregnant=True), 2026, 350),
        (Person("female", 1990, pregnant=True), 2026, 360),
        (Person("female", 1990, lactating=True), 2026, 320),
        (Person("male", 2000), 2030, 400),
        (Person("male", 2000), 2031, 420),  # the target is that of the day's year
        (Person("female", 1986, reference="efsa"), 2026, 300),
        (Person("male", 1986, reference="uk"), 2026, 300),
        (Person("female", 1986, reference="uk", lactating=True), 2026, 320),
        (Person("female", 1950, pregnant=True), 2026, 320),  # no row for that: the plain one
        (Person("male", 1986, target=500.0), 2026, 500),
        (Person(None, 1986), 2026, None),
        (Person("male", None), 2026, None),
    ],
)
def test_targets(who: Person, year: int, mg: float | None) -> None:
    found = reference_intakes.target(who, year)
    assert (found and found.mg) == mg


def test_limits_for_supplements() -> None:
    def limit(who: Person) -> tuple[float, str] | None:
        found = reference_intakes.supplement_limit(who, 2026)
        return found and tuple(found)  # type: ignore[return-value]

    assert limit(Person("male", 1986)) == (350, "IOM 1997")
    assert limit(Person("male", 1986, reference="efsa")) == (250, "SCF 2001")
    assert limit(Person("male", 1986, reference="uk")) == (400, "EVM 2003")
    assert limit(Person("female", 2020)) == (110, "IOM 1997")
    assert limit(Person()) == (350, "IOM 1997")
    assert limit(Person(reference="efsa")) == (250, "SCF 2001")
    assert limit(Person(supplement_limit=200.0)) == (200, "your own")
    assert limit(Person("male", 2026)) is None  # none is set for infants
    assert limit(Person("male", 2016, reference="uk")) is None


def test_the_profile(mglog: Run) -> None:
    assert "No target is set. For adults IOM 1997 recommends 310–420 mg" in mglog("profile").out
    assert "Target 420 mg" in mglog("profile", "--sex", "male", "--born", "1986").out
    assert "300 of 420 mg today" in mglog("add-intake", "300mg").out
    assert "300 of 420 mg magnesium" in mglog("today").out
    assert mglog("today", "--json").json["target_mg"] == 420
    assert mglog("profile", "--pregnant").code == 1
    assert "Target 350 mg" in mglog("profile", "--reference", "efsa").out
    assert "Target 380 mg" in mglog("profile", "--target", "380").out
    assert "Target 350 mg" in mglog("profile", "--clear", "target").out
    for wrong in (
        "--born 1850",
        "--born 2027",
        "--target 0",
        "--clear x",
        "--day-starts 25:00",
        "--day-starts 13:00",
        "--sex x",
    ):
        assert mglog("profile", *wrong.split()).code == 2


def test_the_limit_counts_supplements_only_and_never_blocks(mglog: Run) -> None:
    assert mglog("add-intake", "pumpkin seeds", "200g").err.count("upper limit") == 0
    assert "upper limit" not in mglog("add-intake", "300mg", "--kind", "supplement").err
    over = mglog("add-intake", "100mg", "--kind", "supplement")
    assert over.code == 0
    assert "400 mg from supplements that day" in over.err
    assert "350 mg (IOM 1997)" in over.err


def test_a_new_day_start_moves_days_and_says_how_many(mglog: Run) -> None:
    mglog("add-cramp", "--at", "2:30")  # day 21
    mglog("add-intake", "300mg", "--at", "yesterday 5:00")  # day 21
    mglog("add-intake", "100mg", "--at", "2026-11-19")  # no time: stays
    ran = mglog("profile", "--day-starts", "00:00")
    assert "1 entry moved to another day" in ran.out
    assert mglog("today", "--json").json["cramps"] == 1
    assert "1 entry moved" in mglog("profile", "--clear", "day-starts").out
    assert mglog("today", "--day", "yesterday", "--json").json["cramps"] == 1


# The report.


def test_target_and_clinician_in_the_report(mglog: Run) -> None:
    mglog("profile", "--sex", "male", "--born", "1986")
    for day in range(15, 22):
        mglog("add-intake", "430mg" if day < 18 else "300mg", "--at", f"2026-11-{day}")
    mglog("add-intake", "400mg", "--kind", "supplement", "--at", "2026-11-21")
    mglog("add-cramp", "--pain", "9", "--lasted", "12min", "--at", "2026-11-20")
    mglog("add-serum", "0.6mmol/L", "--low", "0.7", "--high", "1.0", "--at", "2026-11-20")

    found = mglog("report", "--json").json

    assert found["intake"]["target_mg"] == 420
    assert found["intake"]["days_at_target"] == 4
    codes = [note["code"] for note in found["clinician"]]
    assert codes == ["serum-out-of-range", "long-cramps", "severe-cramps",
                     "supplements-over-limit", "medicines"]  # fmt: skip
    text = " ".join(mglog("report").out.split())
    assert "target 420 mg (RDA, man of 40, IOM 1997): reached on 4 of 7 known days" in text
    assert "Worth telling a clinician" in text
    assert "deficien" not in text


def test_supplements_only_is_not_held_against_a_target(mglog: Run) -> None:
    mglog("profile", "--sex", "male", "--born", "1986")
    mglog("add-intake", "200mg", "--kind", "supplement")
    found = mglog("report", "--json").json
    assert found["intake"]["target_mg"] is None
    assert "supplements-only" in {note["code"] for note in found["notes"]}
    assert "of 420" not in mglog("add-intake", "100mg", "--kind", "supplement").out
    assert mglog("today", "--json").json["target_mg"] is None


def test_a_symptoms_report_tells_the_clinician_nothing_of_cramps(mglog: Run) -> None:
    for day in range(1, 55):
        mglog("add-symptom", "twitching", "--count", "1" if day > 28 else "4", "--at",
              f"{day} days ago")  # fmt: skip
    assert mglog("report", "--symptom", "twitching", "--json").json["clinician"] == []


def test_rising_cramps(mglog: Run) -> None:
    for week, count in ((47, 1), (40, 1), (33, 1), (20, 3), (10, 4)):
        for day in range(week, week - 7, -1):
            mglog("no-cramps", f"{day} days ago")
        mglog("add-cramp", "--count", str(count), "--at", f"{week} days ago")
    mglog("no-cramps", "today")
    codes = [note["code"] for note in mglog("report", "--json").json["clinician"]]
    assert codes == ["rising-cramps"]
