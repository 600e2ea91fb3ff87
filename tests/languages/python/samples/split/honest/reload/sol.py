count = 0
def up():
    global count
    count += 1
    return count
