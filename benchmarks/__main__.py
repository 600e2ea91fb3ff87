"""`python -m benchmarks`: every benchmark of this version, as tables for docs/benchmarks.md."""

from benchmarks import sandbox_cost, start_cost

if __name__ == "__main__":
    sandbox_cost.main()
    start_cost.main()
