"""Solution x suite -> run: the verdict rule, the cache, and running many.

from workbench.judge import open_judge
judge = open_judge(workspace)
judged = judge.run(task, task.candidate, task.given)
judged.run.verdict
"""

from workbench.judge.judge import Judge, Judged, judge_in, open_judge

__all__ = ["Judge", "Judged", "judge_in", "open_judge"]
