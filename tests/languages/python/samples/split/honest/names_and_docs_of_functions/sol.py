def f():
    'what it does'
    return 1
class C:
    'a class'
