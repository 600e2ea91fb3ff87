def add(a, b):
    return a + b


def initials(text):
    return [word[0].upper() for word in text.split()]


def check(text):
    if not text:
        raise ValueError("the text is empty")
    return text
