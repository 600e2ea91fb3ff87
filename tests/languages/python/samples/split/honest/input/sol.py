import sys
def ask(): return input('name? ').upper()
def lines(): return [l.strip() for l in sys.stdin]
