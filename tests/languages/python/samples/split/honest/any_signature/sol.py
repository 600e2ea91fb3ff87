def f(a, b=2, *args, c, d=4, **more): return (a, b, args, c, d, more)
