import random, time
def helper(): return 1
def work(): return helper() + 1
def roll(): return random.randint(1, 6)
def nap(): time.sleep(100); return time.time()
class C:
    @staticmethod
    def s(): return 's'
    def m(self): return 'm'
