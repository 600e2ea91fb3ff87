def sort(x): x.sort()
def fill(d): d['k'].append(1); d['new'] = {'n': [2]}
def more(s, b): s.add(3); b.extend(b'yz')
