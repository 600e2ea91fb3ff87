from sol import add, initials

assert add(2, 3) == 5
assert add(-1, 1) == 0
assert initials("ada lovelace") == ["A", "L"]
