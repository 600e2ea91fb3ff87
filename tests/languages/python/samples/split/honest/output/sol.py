import sys
def say(x): print('say', x); print('err', file=sys.stderr); return x
