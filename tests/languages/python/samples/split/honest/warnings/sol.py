import warnings
class Old(UserWarning): pass
def old(): warnings.warn('use new', DeprecationWarning); return 1
def older(): warnings.warn('older', Old)
