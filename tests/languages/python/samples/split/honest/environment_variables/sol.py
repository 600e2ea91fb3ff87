import os
def home(): return os.environ.get('MY_HOME', 'none')
