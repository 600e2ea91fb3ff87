"""`python -m benchmarks`: every benchmark of this version, as tables for docs/benchmarks.md."""

from benchmarks.sandbox_cost import main

if __name__ == "__main__":
    main()
