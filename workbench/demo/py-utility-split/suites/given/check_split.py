"""Plain checks for split_bill: `python check_split.py` is silent when all is well."""

from utility_split import split_bill

# Nothing left over.
assert split_bill(1000, {"left": 50, "right": 50}) == {"left": 500, "right": 500}
assert split_bill(900, {"shop": 120, "flat": 60}) == {"shop": 600, "flat": 300}
assert split_bill(0, {"shop": 120, "flat": 60}) == {"shop": 0, "flat": 0}
assert split_bill(4321, {"only": 77}) == {"only": 4321}

# One cent left over.
assert split_bill(101, {"ground": 70, "attic": 30}) == {"ground": 71, "attic": 30}
assert split_bill(100, {"a": 1, "b": 1, "c": 1}) == {"a": 34, "b": 33, "c": 33}
assert split_bill(1000, {"ground": 60, "first": 55, "attic": 35}) == {
    "ground": 400,
    "first": 367,
    "attic": 233,
}

# Several cents left over.
assert split_bill(1000, {"a": 3, "b": 3, "c": 1}) == {"a": 429, "b": 428, "c": 143}
assert split_bill(9999, {"n": 80, "e": 65, "s": 40, "w": 25}) == {
    "n": 3809,
    "e": 3095,
    "s": 1905,
    "w": 1190,
}

# The order of the flats is kept and no cent is lost.
assert list(split_bill(777, {"z": 10, "m": 20, "a": 30})) == ["z", "m", "a"]
assert sum(split_bill(123457, {"a": 31, "b": 47, "c": 53, "d": 61, "e": 67}).values()) == 123457

for total, areas in [(-1, {"a": 10}), (100, {}), (100, {"a": 10, "b": 0}), (100, {"a": -5})]:
    try:
        split_bill(total, areas)
    except ValueError:
        pass
    else:
        raise AssertionError(f"split_bill({total}, {areas}) must raise ValueError")
