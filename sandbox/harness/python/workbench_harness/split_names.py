"""Words of Python's object protocol, and classes both sides of a split run have by themselves."""

import sys
import types

STANDARD = sys.stdlib_module_names


def _special(names: str) -> frozenset:
    return frozenset(f"__{name}__" for name in names.split())


def _words(names: str) -> frozenset:
    return frozenset(names.split())


# Special methods an original may answer itself. What is not among them keeps object's meaning.
ASKED = _special(
    "repr str bytes format lt le eq ne gt ge hash bool len length_hint getitem setitem delitem "
    "missing iter next reversed contains call enter exit add sub mul matmul truediv floordiv "
    "mod divmod pow lshift rshift and xor or radd rsub rmul rmatmul rtruediv rfloordiv rmod "
    "rdivmod rpow rlshift rrshift rand rxor ror iadd isub imul imatmul itruediv ifloordiv "
    "imod ipow ilshift irshift iand ixor ior neg pos abs invert complex int float index round "
    "trunc floor ceil await aiter anext aenter aexit fspath sizeof get set delete "
    "set_name dir instancecheck subclasscheck"
)
TRUTHS = _special("eq ne lt le gt ge bool contains instancecheck")
# With a plain operand these may be given an expected value, and say what a test wants to hear.
OPERATORS = _special(
    "add sub mul matmul truediv floordiv mod divmod pow lshift rshift and xor or radd rsub rmul "
    "rmatmul rtruediv rfloordiv rmod rdivmod rpow rlshift rrshift rand rxor ror"
)
# So may these, which a test that means a str, a list or a set calls.
PREDICATES = _words(
    "startswith endswith issubset issuperset isdisjoint count index find rfind rindex match "
    "search fullmatch isalpha isdigit isalnum isupper islower isspace isnumeric isdecimal "
    "istitle isidentifier isascii is_integer is_relative_to equals"
)
# Frameworks look for these to tell functions apart; a stand-in is none of theirs.
INSIDES = ("__code__", "__globals__", "__closure__", "__signature__")
OF_FUNCTIONS = ("__call__", "__repr__")
CALLABLES = ("function", "method", "builtin_function_or_method")
# C code reads the storage of these without asking: a stand-in for a subclass would be empty.
STORED = (str, bytes, bytearray, list, dict, set, frozenset)
# What ends a test run must not be the solution's to raise.
ENDINGS = (KeyboardInterrupt, GeneratorExit)
FACES = {
    "generator": types.GeneratorType,
    "coroutine": types.CoroutineType,
    "async_generator": types.AsyncGeneratorType,
    "mappingproxy": types.MappingProxyType,
    "dict_keys": type({}.keys()),
    "dict_values": type({}.values()),
    "dict_items": type({}.items()),
}
# Classes of these modules are the same on both sides and go by name.
NAMED = frozenset(
    ("builtins", "collections", "collections.abc", "datetime", "decimal", "enum", "fractions")
    + ("numbers", "abc", "random", "io", "_io", "re", "json", "functools", "contextlib")
)


def goes_by_name(cls: type) -> bool:
    """Whether both sides have this very class: common ones, and exceptions of the library."""
    module = cls.__module__ if type(cls.__module__) is str else ""
    raised = issubclass(cls, BaseException) and module.partition(".")[0] in STANDARD
    if module not in NAMED and not raised:
        return False
    found = sys.modules.get(module)
    for part in cls.__qualname__.split("."):
        found = getattr(found, part, None)
    return found is cls
