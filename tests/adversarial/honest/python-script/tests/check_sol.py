from sol import child, depth, forked, known, save, talk, together

assert save([[1], [2]])
assert known() == ["a", "b", "c"]
assert child("ada") == "ADA"
assert forked() == "child"
assert together(10)
for n in range(3):
    assert talk(n) == n
assert depth(3000) == 3000
